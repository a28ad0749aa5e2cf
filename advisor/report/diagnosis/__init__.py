"""Why mail is missing: the causes left, and their renderings."""
