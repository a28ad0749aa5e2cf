"""The options side by side."""
