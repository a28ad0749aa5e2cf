"""Where results go: standard output, or a file that is complete or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from errno import EEXIST
from pathlib import Path
from stat import S_ISREG
from typing import TextIO

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import bad_input, surroundings

NAME_KEPT = 40
"""Of the name of a file, so much begins the name of what is written beside it first."""


def write_result(text: str, environment: Environment, output: Path | None) -> None:
    """Writes `text` to `output`, or to standard output where that is None."""
    if output is not None:
        write_file(output, text)
        return
    if environment.stdout is None:
        raise surroundings("no-output", "Standard output is closed, so the result cannot be shown.",
                           "Name a file with --output.")
    _write_stream(environment.stdout, text)


def check_output(output: Path | None) -> None:
    """Raises Failure where it can be seen beforehand that a file cannot be written there."""
    try:
        if output is not None and output.is_dir():
            raise bad_input("output-is-folder", "This is a folder.", "Name a file in it.", str(output))
        if output is not None and not output.absolute().parent.is_dir():
            raise bad_input("no-such-folder", "Its folder does not exist.", "Create the folder first.", str(output))
    except OSError as error:
        raise surroundings("cannot-write", f"A file cannot be written there: {error.strerror}.", "",
                           str(output)) from None


def check_outputs(written: Mapping[str, Path | None], read: Iterable[str | Path | None] = ()) -> None:
    """Raises Failure where a file, by the option that names it, cannot be written, or would replace one in use.

    `read` are the files that the command reads (`-` and None are none). A device may be named twice.
    """
    for path in written.values():
        check_output(path)
    used = {_place(Path(path)): "It is read here too, and would be lost." for path in read
            if path is not None and str(path) != "-"}
    for option, path in written.items():
        place = None if path is None else _place(path)
        if place is None:
            continue
        if place in used:
            raise bad_input("same-file", used[place], "Name another file.", f"{option} {path}")
        used[place] = f"{option} names the same file, and one would replace the other."


def _place(path: Path) -> tuple[int, int] | str | None:
    """Equal for two names of one file, links included; None for a device, which nothing replaces."""
    try:
        found = path.stat()
    except OSError:
        return os.path.realpath(path)
    except ValueError:  # no name that a file can have
        return None
    return (found.st_dev, found.st_ino) if S_ISREG(found.st_mode) else None


def _write_stream(stream: TextIO, text: str) -> None:
    """Writes and flushes `text`; a reader that went away is not an error, a full disk is."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        abandon(stream)
    except OSError as error:
        abandon(stream)
        raise surroundings("cannot-write", f"The result cannot be written: {error.strerror}.",
                           "Free some room, or name another place with --output.", "standard output") from None


def abandon(stream: TextIO) -> None:
    """Points the stream at nothing, so that the interpreter's last flush cannot fail once more."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass


def write_file(path: Path, text: str, *, private: bool = False, new: bool = False) -> None:
    """Writes a whole file or none: beside its place first, then renamed.

    An existing file keeps its permissions; a `private` file can be read by its owner only. Raises Failure where that
    cannot be done, and then what was there before is still there; and FileExistsError where the file is to be `new`
    and is not.
    """
    import tempfile

    temporary: str | None = None
    try:
        if path.is_dir():
            raise bad_input("output-is-folder", "This is a folder.", "Name a file in it.", str(path))
        if path.exists() and not path.is_file():  # a device or a pipe: nothing to rename onto
            path.write_text(text, encoding="utf-8")
            return
        target = path.resolve() if path.is_symlink() else path
        mode = 0o600 if private else target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:NAME_KEPT]}.", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        if new and _linked(temporary, target):
            return
        os.replace(temporary, target)  # noqa: PTH105 - both are plain strings or paths here
        temporary = None
    except FileNotFoundError:
        raise bad_input("no-such-folder", "Its folder does not exist.", "Create the folder first.", str(path)) from None
    except OSError as error:
        if new and isinstance(error, FileExistsError):
            raise
        raise surroundings("cannot-write", f"The file cannot be written: {error.strerror}.",
                           "Check permissions and free room, or name another place. Nothing was changed.",
                           str(path)) from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _linked(temporary: str, target: Path) -> bool:
    """Gives the file its name unless that is taken; False where the file system cannot, and it is free so far."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        if target.exists():
            raise FileExistsError(EEXIST, "File exists") from None
        return False
    return True


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


