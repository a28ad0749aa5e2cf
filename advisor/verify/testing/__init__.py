"""Tests of the rules: run, what they reach, and whether they would notice a fault."""
