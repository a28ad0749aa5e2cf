"""`advisor` with the name server and the websites of a test.

`python -m tests.inspect.loopback_program DNS_PORT HTTPS_PORT CA_FILE ...`, and then what comes after `advisor`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.inspect import run as inspect_run
from advisor.cli.main import run
from advisor.mailbox.discover import Network
from advisor.mailbox.tls import context


def main() -> int:
    """The exit status."""
    dns, https, ca = sys.argv[1:4]

    def loopback(_: Path | None = None) -> Network:
        return Network(context(ca), ("127.0.0.1",), int(dns), int(https))

    inspect_run.system_network = loopback
    return run(sys.argv[4:], Environment.of_process())


if __name__ == "__main__":
    sys.exit(main())
