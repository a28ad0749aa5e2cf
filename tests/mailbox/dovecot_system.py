"""What the test server needs of the machine: the program, an account without rights, ports."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

INSTALL = "apt-get install -y --no-install-recommends dovecot-imapd dovecot-pop3d"
PATH = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"


def program() -> str:
    """Dovecot's path. Without it the test fails where CI is true, and is skipped elsewhere."""
    found, setpriv = shutil.which("dovecot", path=PATH), shutil.which("setpriv", path=PATH)
    if found is None or setpriv is None:
        _missing(f"no mail server to test with; install it with: {INSTALL}")
    assert found is not None
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    if not version.startswith("2.3."):
        _missing(f"the test server's configuration is for Dovecot 2.3, and this is {version.strip()}")
    return found


def _missing(why: str) -> None:
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def owner() -> tuple[str, str, int, int]:
    """The unprivileged account that the server runs as: user, group and their numbers."""
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return account.pw_name, grp.getgrgid(account.pw_gid).gr_name, account.pw_uid, account.pw_gid


def make_box(box: Path) -> None:
    """A Maildir that holds nothing; there already is well."""
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True, exist_ok=True)


def free_ports(number: int) -> list[int]:
    """Ports that nobody uses at this moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
