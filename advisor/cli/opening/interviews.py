"""The rule bases of the other interviews: folders inside that of the rules which are in use."""

MISSING_MAIL = "missing-mail"
"""What `advisor diagnose` asks by."""
SWITCHING = "switching"
"""What `advisor switch` chooses steps by."""
