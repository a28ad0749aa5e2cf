"""One recommendation, several renderings."""
