"""Feeds the program what nobody would write, and holds it to what it promises: `python -m tests.fuzz`.

docs/fuzzing.md says what is promised and what was measured.
"""
