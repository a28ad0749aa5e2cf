"""HTML pages of every kind that the program writes, each from the command that a person would type."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.main import run
from advisor.engine.case import case_of
from advisor.engine.compiled import compile_rules
from advisor.report.advice.build import recommend
from advisor.report.advice.html import render_html
from advisor.report.comparison.comparison import comparison_of
from advisor.report.comparison.html import comparison_html
from advisor.report.diagnosis.diagnosis import diagnose
from advisor.report.diagnosis.html import diagnosis_html
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from tests.report.conftest import reworded

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"

SAFE_POP = "--devices one --quota tight --offline often --local-backup regular --connection steady"
COMMANDS: Mapping[str, str] = {
    # Each option, and none of them.
    "imap": "recommend --devices several --quota full --local-backup unreliable --places several --sources",
    "pop": f"recommend {SAFE_POP} --offered both --archive yes --sources",
    "neither": "recommend --devices one --offered none",
    # Nothing known; everything unsure; a tie; a proviso; answers that disagree.
    "nothing": "recommend --answers {nothing}",
    "tie": "recommend --devices one --places glance --offered both --quota unsure",
    "proviso": f"recommend {SAFE_POP} --places glance",
    "disagreement": "recommend --answers {saved} --devices several --offered imap --provider gmx.net",
    # Program and provider: listed, not listed, and a program that lacks what is advised.
    "programs": "recommend --devices several --current pop --client thunderbird --provider outlook.com --sources",
    "other-programs": f"recommend {SAFE_POP} --client generic --provider post.example",
    "lacking": f"recommend {SAFE_POP} --offered both --client gmail-app",
    # Another rule base, with three options.
    "commute": "recommend --rules {commute} --distance 7 --luggage heavy",
    "comparison": "compare --sources",
    "comparison-bare": "compare",
    "missing": "diagnose --sources --in-webmail unsure",
    "missing-proven": "diagnose --in-webmail inbox --bounce full --quota full --sources",
    "missing-mixed": "diagnose --current mixed --in-webmail nowhere",
    "missing-clash": "diagnose --in-webmail inbox --bounce full --elsewhere device --misses everywhere --missing new",
}
SAVED = "devices: one\noffered: pop\nquota: tight\n"


def written(folder: Path) -> dict[str, Path]:
    """Every page, by name, written to `folder`."""
    (folder / "saved.yaml").write_text(SAVED, encoding="utf-8")
    (folder / "nothing.yaml").write_text("{}\n", encoding="utf-8")
    places = {"saved": folder / "saved.yaml", "nothing": folder / "nothing.yaml", "commute": COMMUTE}
    found = {}
    for name, text in {**dict(_commands(folder, places)), **dict(_stretched())}.items():
        found[name] = folder / f"{name}.html"
        found[name].write_text(text, encoding="utf-8")
    return found


def _commands(folder: Path, places: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    for name, command in COMMANDS.items():
        out, err = io.StringIO(), io.StringIO()
        environment = Environment(io.StringIO(), out, err, {
            "ADVISOR_CACHE": str(folder / "cache"), "ADVISOR_STATE": str(folder / "state"), "ADVISOR_DEBUG": "1"},
            clock=lambda: "2031-04-05")
        status = run([word.format(**places) for word in command.split()] + ["--format", "html"], environment)
        assert status == 0, f"{name}: {err.getvalue()}"
        yield name, out.getvalue()


def _stretched() -> Iterator[tuple[str, str]]:
    """Pages with words longer than any line, such as rules of somebody else's may hold."""
    base = load(builtin_folder())
    advice = recommend(base, case_of({"devices": "one", "quota": "full", "connection": "steady"}), compile_rules(base))
    yield "long", render_html(reworded(advice, _longer), sources=True)
    yield "comparison-long", comparison_html(reworded(comparison_of(base), _longer), sources=True)
    missing = load(builtin_folder() / "missing-mail")
    found = diagnose(missing, case_of({"current": "mixed", "in_webmail": "nowhere"}), compile_rules(missing),
                     command="diagnose")
    yield "missing-long", diagnosis_html(reworded(found, _longer), onward=f"advisor {'x' * 200}", sources=True)


def _longer(word: str) -> str:
    return f"{word} {'Wort' * 30} \u65e5\u672c\u8a9e" if len(word) > 8 else word
