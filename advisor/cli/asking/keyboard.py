"""Keys pressed while nothing is asked: they are not shown in the report, and answer nothing that comes after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from advisor.cli.edge.environment import Environment


@contextmanager
def keys_ignored(environment: Environment) -> Iterator[None]:
    """Switches the echo of keys off, and forgets those that were pressed meanwhile. Ctrl-C still interrupts.

    Only where the report goes to this very terminal or to a file: a pager behind a pipe has its own use for the keys.
    """
    terminal = environment.stdin
    try:
        import termios  # POSIX only

        if terminal is None or not (environment.is_terminal(terminal) and environment.is_terminal(environment.stdout)):
            raise ValueError
        number = terminal.fileno()
        before = termios.tcgetattr(number)
    except (ImportError, OSError, ValueError):
        yield
        return
    except termios.error:
        yield
        return
    quiet = [*before]
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(number, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(number, termios.TCSAFLUSH, before)  # discards what was typed and not read
