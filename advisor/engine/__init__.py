"""Conditions, evaluation, trace and decision diagrams. Pure."""
