"""Many cases at once: rows in, rows out.

As a library: `decide` for an iterator of cases, `decide_table` for a table (docs/batch.md).
"""

from advisor.batch.harmless import harmless
from advisor.batch.library import Verdict, decide, rule_base
from advisor.batch.tables import decide_stream, decide_table

__all__ = ["Verdict", "decide", "decide_stream", "decide_table", "harmless", "rule_base"]
