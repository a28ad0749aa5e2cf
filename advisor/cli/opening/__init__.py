"""Opens rule bases, and what they know of programs and providers."""
