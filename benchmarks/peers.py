"""How many needless questions other tools ask on the same rules, and how long they take for each answer.

    python -m benchmarks.peers [--tools FOLDER] [--rules FOLDER] [--situations FILE] [--seconds N]

Run from the project's folder. It installs idp-engine (PyPI) and publicodes (npm) into FOLDER, or into a folder that is
removed at the end; they run as processes of their own and are no part of this project. What is translated, and what the
words mean: benchmarks/peer_tools/README.md. Counts hold on any machine; times only as ratios within one run.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from advisor.engine.case import case_of
from advisor.engine.compiled import compile_rules
from advisor.engine.evaluate import Evaluator
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import NEITHER, UNSURE, RuleBase
from benchmarks.peer_tools import to_idp, to_publicodes
from benchmarks.peer_tools.problem import Problem, problem_of
from benchmarks.peer_tools.ruler import Counts, Ruler
from benchmarks.peer_tools.tools import Outcome, install_idp, install_publicodes, work

ROOT = Path(__file__).parents[1]
SITUATIONS = ROOT / "rules" / "tests" / "situations.yaml"
OURS = "advisor"
RANDOM_CASES = 300
WEIGHED_PEOPLE = 40
Truth = Mapping[str, str]


class Tool(NamedTuple):
    """A tool, its command, its job, and how its names for questions and options are read back."""

    name: str
    command: Sequence[str]
    folder: Path
    job: Callable[[Sequence[Truth], Sequence[Truth], Sequence[Truth]], dict[str, Any]]
    """of people, complete cases, and more people"""
    questions: Mapping[str, str]


def situations(base: RuleBase, path: Path = SITUATIONS) -> list[Truth]:
    """What is known of the people in the test situations that say something of every question; "not sure" left out."""
    # Every word stays a word: `yes` and `no` are answers, not booleans.
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    people = [entry["answers"] for entry in entries.values() if set(entry.get("answers", {})) == set(base.questions)]
    return [{name: value for name, value in answers.items() if value != UNSURE and not base.questions[name].given}
            for answers in people]


class Draw:
    """Complete cases at random, the same in every run."""

    def __init__(self, base: RuleBase, problem: Problem, seed: int) -> None:
        self.random = random.Random(seed)
        self.questions = problem.questions
        self.evaluator = Evaluator(base)

    def case(self) -> dict[str, str]:
        """Any case."""
        return {name: self.random.choice(values) for name, values in self.questions.items()}

    def weighed(self) -> dict[str, str]:
        """A case in which no wall rules anything out, if a hundred thousand tries find one."""
        for _ in range(100_000):
            case = self.case()
            if not self.evaluator.evaluate(case_of(case)).ruled_out:
                break
        return case


def complete_cases(draw: Draw, people: Sequence[Truth]) -> list[Truth]:
    """Each situation with what is open drawn at random, and 300 random cases; half of those meet no wall."""
    half = RANDOM_CASES // 2
    return [*({**draw.case(), **truth} for truth in people), *(draw.case() for _ in range(half)),
            *(draw.weighed() for _ in range(half))]


def tool_ours(folder: Path, rules: Path, problem: Problem) -> Tool:
    """This project."""
    def job(people: Sequence[Truth], cases: Sequence[Truth], more: Sequence[Truth]) -> dict[str, Any]:
        return {"folder": str(rules), "people": people, "cases": cases, "more_people": more}

    return Tool(OURS, [sys.executable, "-m", "benchmarks.peer_tools.worker_advisor"], folder, job,
                {name: name for name in problem.questions})


def tool_idp(command: Sequence[str], folder: Path, problem: Problem) -> Tool:
    """The tool idp-engine."""
    def job(people: Sequence[Truth], cases: Sequence[Truth], more: Sequence[Truth]) -> dict[str, Any]:
        return {"knowledge_base": to_idp.knowledge_base(problem), "people": people, "cases": cases,
                "more_people": more,
                "symbols": {name: to_idp.symbol(name) + "()" for name in problem.questions},
                "constants": {name: {value: to_idp.constant(name, value) for value in values}
                              for name, values in problem.questions.items()},
                "verdicts": {to_idp.verdict(option): option for option in (*problem.options, NEITHER)}}

    return Tool("idp-engine", command, folder, job, {name: name for name in problem.questions})


def tool_publicodes(command: Sequence[str], folder: Path, problem: Problem) -> Tool:
    """The tool publicodes."""
    def renamed(truths: Sequence[Truth]) -> list[Truth]:
        return [{to_publicodes.name(name): value for name, value in truth.items()} for truth in truths]

    def job(people: Sequence[Truth], cases: Sequence[Truth], more: Sequence[Truth]) -> dict[str, Any]:
        return {"rules": to_publicodes.rules(problem), "target": to_publicodes.TARGET, "people": renamed(people),
                "cases": renamed(cases), "more_people": renamed(more)}

    return Tool("publicodes", command, folder, job, {to_publicodes.name(name): name for name in problem.questions})


class Group(NamedTuple):
    """The interviews of one tool with some of the people."""

    people: int
    counts: list[Counts]

    def line(self, name: str) -> str:
        """Means over the people."""
        if not self.counts:
            return f"  {name:12} not finished"
        mean = [statistics.mean(getattr(count, field) for count in self.counts)
                for field in ("until_settled", "needless", "after_settled", "asked")]
        left_open = sum(count.left_open for count in self.counts)
        left = f"  (not finished: {len(self.counts)} of {self.people})" if len(self.counts) < self.people else ""
        return f"  {name:12}" + "".join(f"{number:15.2f}" for number in mean) + f"{left_open:15}{left}"


def counted(tool: Tool, outcome: Outcome, ruler: Ruler, people: Sequence[Truth]) -> list[Counts]:
    """The counts of each interview that was finished."""
    return [ruler.judge([tool.questions[name] for name in found["asked"]], truth)
            for found, truth in zip(outcome.interviews, people, strict=False)]


def answer_seconds(outcomes: Sequence[Outcome], interviews: int) -> list[float]:
    """The time that each answer took, the next question included, in the first so many interviews."""
    return sorted(second for outcome in outcomes for found in outcome.interviews[:interviews]
                  for second in found["seconds"])


def measure(tools: Sequence[Tool], base: RuleBase, problem: Problem, people: Sequence[Truth], seconds: float) -> int:
    """Runs every tool and prints what was found; the status is 1 where a translation disagrees with the rules."""
    ruler, evaluator = Ruler(base, compile_rules(base)), Evaluator(base)
    cases = complete_cases(Draw(base, problem, seed=1), people)
    draw = Draw(base, problem, seed=2)
    more = [draw.weighed() for _ in range(WEIGHED_PEOPLE)]
    everyone = [*people, *more]
    expected = [evaluator.evaluate(case_of(case)).option for case in cases]
    outcomes: dict[str, list[Outcome]] = {}
    # Ours runs first and last, so that a machine that grows slower or faster shows in its own numbers too.
    for tool in (*tools, tools[0]):
        print(f"{tool.name} ...", file=sys.stderr)
        outcome = work(tool.command, tool.job(people, cases, more), seconds, tool.folder)
        outcomes.setdefault(tool.name, []).append(outcome)

    print(f"{len(people)} people, {len(cases)} complete cases, {len(problem.questions)} questions, "
          f"{len(problem.walls)} walls, {len(problem.reasons)} reasons\n\nverdicts")
    wrong = 0
    for tool in tools:
        outcome = outcomes[tool.name][0]
        differ = [place for place, option in enumerate(outcome.verdicts) if option != expected[place]]
        wrong += len(differ)
        print(f"  {tool.name:12}{len(outcome.verdicts)} of {len(cases)} compared, {len(differ)} differ"
              f"{'' if outcome.finished else '  (not finished)'}")
        if differ:
            print(f"    first: {cases[differ[0]]}: {outcome.verdicts[differ[0]]}, not {expected[differ[0]]}")
        if outcome.said:
            print("    " + outcome.said.splitlines()[-1])

    decide = ruler.useful({})
    known = [place for place, truth in enumerate(people) if decide <= truth.keys()]
    for title, places in (
            (f"the {len(people)} people of the test situations; what they do not know is skipped", range(len(people))),
            (f"the {len(known)} of them who know every answer that can decide", known),
            (f"{WEIGHED_PEOPLE} random people whom no wall decides", range(len(people), len(everyone)))):
        print(f"\nquestions, mean over {title}\n  {'':12}" + "".join(
            f"{head:>15}" for head in ("until settled", "needless", "after settled", "asked in all", "stopped open")))
        for tool in tools:
            counts = counted(tool, outcomes[tool.name][0], ruler, everyone)
            print(Group(len(places), [counts[place] for place in places if place < len(counts)]).line(tool.name))
    print_times(tools, outcomes)
    return int(wrong > 0)


def print_times(tools: Sequence[Tool], outcomes: Mapping[str, list[Outcome]]) -> None:
    """Prints the time for each answer and until the first question, beside ours; of interviews that all finished."""
    done = [tool for tool in tools if outcomes[tool.name][0].interviews]
    common = min(len(outcome.interviews) for tool in done for outcome in outcomes[tool.name])
    print(f"\ntime for each answer, warm, in the {common} interviews that all finished (x = times {OURS}'s own);\n"
          f"start: from the start of the process to the first question\n"
          f"  {'':12}{'median ms':>11}{'x':>8}{'p99 ms':>11}{'x':>8}{'start s':>11}{'x':>8}")
    rows = {}
    for tool in done:
        took = answer_seconds(outcomes[tool.name], common)
        starts = [outcome.start_up or 0.0 for outcome in outcomes[tool.name]]
        rows[tool.name] = [statistics.median(took) * 1000, percentile(took) * 1000, statistics.median(starts)]
    for name, row in rows.items():
        print(f"  {name:12}" + "".join(f"{found:11.2f}{found / ours:8.2f}" for found, ours
                                       in zip(row, rows[OURS], strict=True)))
    for tool in tools:
        if tool not in done:
            print(f"  {tool.name:12} not finished")


def percentile(ordered: Sequence[float], part: float = 0.99) -> float:
    """The value that this part of an ordered list does not exceed."""
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Installs, runs and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tools", type=Path, help="where the peers are installed, and kept for the next run")
    parser.add_argument("--rules", type=Path, default=builtin_folder(), help="a rule base (built-in if left out)")
    parser.add_argument("--situations", type=Path, default=SITUATIONS, help="test situations for that rule base")
    parser.add_argument("--seconds", type=float, default=300, help="the most each tool may take (300)")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp()) if options.tools is None else options.tools.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    base = load(options.rules)
    problem = problem_of(base)
    try:
        tools = [tool_ours(ROOT, options.rules.resolve(), problem)]
        for install, make, home in ((install_idp, tool_idp, folder),
                                    (install_publicodes, tool_publicodes, folder / "publicodes")):
            try:
                tools.append(make(install(folder), home, problem))
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"not installed, so left out: {error}", file=sys.stderr)
        return measure(tools, base, problem, situations(base, options.situations), options.seconds)
    finally:
        if options.tools is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
