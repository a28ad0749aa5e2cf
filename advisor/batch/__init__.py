"""Many cases at once: rows in, rows out."""
