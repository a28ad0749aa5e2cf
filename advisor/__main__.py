"""`advisor` and `python -m advisor`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Runs the program and leaves with its exit status."""
    gc.disable()  # a run is short and leaves hardly a cycle; collecting while modules load costs a tenth of it

    from advisor.cli.edge.environment import Environment
    from advisor.cli.main import run

    sys.exit(run(sys.argv[1:], Environment.of_process()))


if __name__ == "__main__":
    main()
