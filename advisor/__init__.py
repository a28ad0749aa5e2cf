"""Advise how to read a mailbox, from a rule base that can be traced to its sources."""

__version__ = "0.1.0"
