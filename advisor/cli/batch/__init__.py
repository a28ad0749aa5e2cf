"""One batch under way: its input, output and progress."""
