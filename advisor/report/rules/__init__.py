"""The reports of the rule author's commands."""
