"""The commands whose cases can be kept, as the command line names them."""

from __future__ import annotations

RECOMMEND, DIAGNOSE, SWITCH = COMMANDS = ("recommend", "diagnose", "switch")
