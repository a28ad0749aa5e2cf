"""One thing of a rule base, its sources, and how answers lead to advice."""
