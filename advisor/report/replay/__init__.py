"""A decision kept, and made again."""
