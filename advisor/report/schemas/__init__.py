"""The JSON Schemas of everything that is written and read."""
