"""The recommendation, and its renderings."""
