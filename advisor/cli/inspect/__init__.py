"""One inspection under way: what is asked for, the password, the run."""
