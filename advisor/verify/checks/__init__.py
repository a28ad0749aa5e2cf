"""The checks of a rule base, one file each; file, code, test and documentation page share one name."""
