"""Where the password of an inspection comes from: never a flag, a variable of the environment, or a file of ours.

No exception of a library leaves this module: what cannot be decoded is kept in them.
"""

from __future__ import annotations

from contextlib import suppress

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, bad_input, surroundings
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret

_SERVICE = "advisor"
"""The name under which the system's store keeps passwords for us."""
LONGEST = 1024
"""Bytes. No password is longer, and a file given by mistake is: it must not be sent anywhere."""


def from_standard_input(environment: Environment) -> Secret:
    """The first line of standard input. Raises Failure where it can be no password."""
    where = "--password-stdin"
    if environment.is_terminal(environment.stdin):
        raise bad_input("password-would-show", "Standard input is a terminal, on which the password would show.",
                        f"Leave out {where}: it is asked for then, and does not show.", where)
    stream = getattr(environment.stdin, "buffer", None)
    if stream is None:
        raise bad_input("no-input", "Standard input is closed.", "Give the password there, followed by a line end.",
                        where)
    line: bytes = stream.readline(LONGEST + 2)
    return _secret(line.removesuffix(b"\n").removesuffix(b"\r"), where)


def from_keyring(address: str) -> Secret:
    """The password that the system's store keeps. Raises Failure where it has none, or there is no such store."""
    where = "--keyring"
    try:
        import keyring
    except ImportError:
        from advisor.cli.inspect.checked import INSTALL

        raise bad_input("not-installed", "The part that reads the system's store of passwords is not installed.",
                        f"Install it with: {INSTALL}", where) from None
    found: str | None = None
    readable = True
    try:
        found = keyring.get_password(_SERVICE, address)
    except Exception:  # a store may raise errors of its own, such as those of a message bus
        readable = False
    if not readable:
        raise surroundings("no-keyring", "The system's store of passwords cannot be read.",
                           "Unlock it, or leave out --keyring and type the password.", where)
    if found is None:
        from shlex import quote

        raise bad_input("no-password-kept", f"The system's store has no password for {address}.",
                        f"Put it there with: keyring set {_SERVICE} {quote(address)}", where)
    return _secret(found.encode("utf-8", "surrogatepass"), where)


def from_person(environment: Environment, address: str) -> Secret | None:
    """Asks on the terminal, without echo; None where the person would rather not. Raises Failure, KeyboardInterrupt."""
    import getpass
    import warnings

    where = "password"
    text, trouble = "", ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)  # it would go on, and the password would show
            text = getpass.getpass(
                f"Password for {address}\n(it does not show; Enter alone: no login): ", environment.stderr)
    except getpass.GetPassWarning:
        trouble = "password-would-show"
    except UnicodeError:
        trouble = "bad-password-characters"
    if trouble == "password-would-show":
        raise surroundings(trouble, "This terminal cannot hide what is typed, so no password is asked for.",
                           "Give it through --password-stdin or --keyring, or use --no-login.", where)
    if trouble:
        raise _not_text(where)
    return _secret(text.encode("utf-8", "surrogateescape"), where) if text else None


def _secret(raw: bytes, where: str) -> Secret:
    if len(raw) > LONGEST:
        raise bad_input("password-too-long", f"This is longer than any password (more than {LONGEST} bytes).",
                        "Check that it is the password and not a file.", where)
    text: str | None = None
    with suppress(UnicodeDecodeError):
        text = raw.decode("utf-8")
    if text is None:
        raise _not_text(where)
    try:
        return Secret(text)
    except Unavailable as refused:
        raise bad_input(refused.trouble.code, refused.trouble.message, refused.trouble.fix, where) from None


def _not_text(where: str) -> Failure:
    return bad_input("bad-password-characters", "The password is not UTF-8 text.", "Type it again.", where)
