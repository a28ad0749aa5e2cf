"""DOT drawn as SVG, by Graphviz."""

from __future__ import annotations

from importlib import import_module


class CannotDraw(Exception):
    """Graphviz is not there, or did not do it; `fix` says what would help."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fix = fix


_ELSE = "'--format dot' works without it."


def draw_svg(dot: str) -> str:
    """The picture as SVG, in ASCII; raises CannotDraw where the package `graphviz` or the program `dot` is missing."""
    try:
        graphviz = import_module("graphviz")  # optional: it came with the extra `graph`, or it did not
    except ImportError:
        raise CannotDraw("graphviz-missing", "Drawing needs the Python package 'graphviz', which is not installed.",
                         f"Install it: python -m pip install graphviz. {_ELSE}") from None
    try:
        svg: str = graphviz.pipe("dot", "svg", dot.encode("ascii"), quiet=True).decode("utf-8")
    except graphviz.ExecutableNotFound:
        raise CannotDraw("dot-missing", "Drawing needs the program 'dot' of Graphviz, which was not found.",
                         "Install Graphviz with your system's package manager (Debian, Ubuntu: apt install graphviz; "
                         f"macOS: brew install graphviz). {_ELSE}") from None
    except graphviz.CalledProcessError as error:
        raise CannotDraw("dot-failed", f"The program 'dot' of Graphviz failed with exit status {error.returncode}.",
                         f"See whether 'dot -V' works. {_ELSE}") from None
    return svg.encode("ascii", "xmlcharrefreplace").decode("ascii")
