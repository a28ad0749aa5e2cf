"""Brings a report to where it is wanted."""
