"""A change in safe steps."""
