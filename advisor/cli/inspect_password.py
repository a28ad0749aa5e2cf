"""Where the password of an inspection comes from: never a flag, a variable of the environment, or a file of ours."""

from __future__ import annotations

from advisor.cli.environment import Environment
from advisor.cli.status import bad_input, surroundings
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret

SERVICE = "advisor"
"""The name under which the system's store keeps passwords for us."""
LONGEST = 10_000
"""Bytes; no password is longer, and a file given by mistake is."""


def from_standard_input(environment: Environment) -> Secret:
    """The first line of standard input. Raises Failure where it can be no password."""
    stream = getattr(environment.stdin, "buffer", None)
    if stream is None:
        raise bad_input("no-input", "Standard input is closed.", "Give the password there, followed by a line end.",
                        "--password-stdin")
    line: bytes = stream.readline(LONGEST)
    return _secret(line.removesuffix(b"\n").removesuffix(b"\r"), "--password-stdin")


def from_keyring(address: str) -> Secret:
    """The password that the system's store keeps. Raises Failure where it has none, or there is no such store."""
    where = "--keyring"
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise bad_input("not-installed", "The part that reads the system's store of passwords is not installed.",
                        "Install it with: python3 -m pip install keyring", where) from None
    try:
        found = keyring.get_password(SERVICE, address)
    except KeyringError:
        raise surroundings("no-keyring", "The system's store of passwords cannot be read.",
                           "Unlock it, or leave out --keyring and type the password.", where) from None
    if found is None:
        raise bad_input("no-password-kept", f"The system's store has no password for {address}.",
                        f"Put it there with: keyring set {SERVICE} {address}", where)
    return _secret(found.encode(), where)


def from_person(environment: Environment, address: str) -> Secret | None:
    """Asks on the terminal, without echo; None where the person would rather not. Raises Failure, KeyboardInterrupt."""
    import getpass

    text = getpass.getpass(f"Password for {address} (it does not show; Enter alone: without signing in): ",
                           environment.stderr)
    return _secret(text.encode("utf-8", "surrogateescape"), "password") if text else None


def _secret(raw: bytes, where: str) -> Secret:
    try:
        return Secret(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise bad_input("bad-password-characters", "The password is not UTF-8 text.", "Type it again.",
                        where) from None
    except Unavailable as refused:
        raise bad_input(refused.trouble.code, refused.trouble.message, refused.trouble.fix, where) from None
