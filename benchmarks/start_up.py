"""How long until the answer and the first question, beside floors and the programs of others.

    python -m benchmarks.start_up [--tools FOLDER] [--rounds N]

Run from the project's folder. It makes two virtual environments in FOLDER (removed at the end unless it is named): one
with this project as a wheel, and one with pipx, sqlite-utils, httpie and copier; all programs are started by the script
that pip writes for them. Whole processes, medians over interleaved rounds of one run; x is the median, round by round,
of the ratio to a one-line typer program. The first question is measured in a pseudo-terminal, from the start of the
process to the first byte of the question's text (POSIX only). Then a table says where the time of `recommend --format
json` goes, by `-X importtime`. The status is 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.side_by_side import ROOT, machine, private_python, ratio, table

PEERS = ("pipx==1.18.4", "sqlite-utils==4.2.1", "httpie==3.2.4", "copier==9.19.1")
TYPER_LINE = """
import typer
app = typer.Typer()
@app.command()
def main(name: str = "you"):
    print("hello", name)
app()
"""
QUESTIONARY_ONE = """
import questionary
questionary.select("Which colour?", choices=["red", "green"]).unsafe_ask()
"""
LINE = "one-line typer program"
ADVICE = "advisor recommend --format json"
QUESTION, ONE_QUESTION = "advisor, first question", "questionary, one question"
TARGET = 1.25
"""of the advice to the one-line typer program"""
QUESTION_TARGET = 1.5
COMMAND = ["recommend", "--devices", "several", "--format", "json"]


def process_seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds from start to end of a process that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   cwd=tempfile.gettempdir())  # not here: `-m advisor` would find this folder, not what is installed
    return time.perf_counter() - start


def first_text_seconds(command: Sequence[str], environment: Mapping[str, str], text: bytes) -> float:
    """Seconds from start until `text` shows in the process's terminal."""
    import pty

    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], list(command), dict(environment))
    seen = b""
    try:
        while text not in seen:
            seen += os.read(terminal, 4096)
            if b"\x1b[6n" in seen:  # prompt_toolkit asks where the cursor is, and waits for the answer
                os.write(terminal, b"\x1b[1;1R")
        return time.perf_counter() - start
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def import_times(python: Path, environment: Mapping[str, str], rounds: int) -> list[tuple[str, float, int]]:
    """Milliseconds and modules by where they come from, and the rest; of some runs of `COMMAND` the least of each.

    What else the machine does only makes a part longer, and importing stays apart from all the rest that way.
    """
    runs: list[dict[str, float]] = []
    wholes, bares = list[float](), list[float]()
    modules: dict[str, int] = {}
    for _ in range(rounds):
        wholes.append(process_seconds([str(python), "-m", "advisor", *COMMAND], environment) * 1000)
        bares.append(process_seconds([str(python), "-c", "pass"], environment) * 1000)
        done = subprocess.run([str(python), "-X", "importtime", "-m", "advisor", *COMMAND], env=environment, check=True,
                              text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              cwd=tempfile.gettempdir())
        lines = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines()]
        names = [(name.strip(), int(own)) for own, _, name in lines[1:]]
        start = next(place for place, (name, _) in enumerate(names) if name == "advisor")
        found: dict[str, float] = {}
        modules = {}
        for name, own in names[start:]:
            room = ".".join(name.split(".")[:2]) if name.split(".")[0] == "advisor" else "the standard library"
            found[room] = found.get(room, 0.0) + own / 1000
            modules[room] = modules.get(room, 0) + 1
        runs.append(found)
    least = {name: min(run[name] for run in runs) for name in runs[0]}
    least["reading the rules, deciding, writing"] = max(0.0, min(wholes) - min(bares) - sum(least.values()))
    least["python itself"] = min(bares)
    return [(name, least[name], modules.get(name, 0)) for name in sorted(least, key=least.__getitem__, reverse=True)]


def installed(tools: Path) -> tuple[Path, Path]:
    """The folders of commands with this project, from a wheel, and with the peers."""
    wheels = tools / "wheel"
    ours = private_python(tools / "ours", ["build", "hatchling>=1.27"])
    wheels.mkdir(exist_ok=True)
    subprocess.run([str(ours), "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(ROOT)],
                   check=True, stdout=subprocess.DEVNULL)
    newest = max(wheels.glob("*.whl"), key=lambda path: path.stat().st_mtime)
    subprocess.run([str(ours), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--force-reinstall",
                    str(newest)], check=True, stdout=sys.stderr)
    return ours.parent, private_python(tools / "clis", PEERS).parent


def measure(tools: Path, rounds: int) -> int:
    """Measures and prints; the status is 1 where a target is missed."""
    ours, peers = installed(tools)
    python = str(ours / "python")
    typer_line, questionary_one = tools / "line.py", tools / "ask.py"
    typer_line.write_text(TYPER_LINE)
    questionary_one.write_text(QUESTIONARY_ONE)
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
    environment |= {"TERM": "xterm", "ADVISOR_STATE": str(tools / "state"), "ADVISOR_CACHE": str(tools / "cache")}
    advisor = str(ours / "advisor")
    processes = {
        "python -c pass": [python, "-c", "pass"],
        LINE: [python, str(typer_line)],
        "advisor --version": [advisor, "--version"],
        ADVICE: [advisor, *COMMAND],
        "advisor recommend (text)": [advisor, *COMMAND[:-2]],
        "advisor recommend --help": [advisor, "recommend", "--help"],
        **{f"{name} --version": [str(peers / command), "--version"] for name, command in (
            ("pipx", "pipx"), ("sqlite-utils", "sqlite-utils"), ("httpie", "http"), ("copier", "copier"))}}
    questions = {ONE_QUESTION: ([python, str(questionary_one)], b"Which colour?"),
                 QUESTION: ([advisor], b"computers")}
    seconds: dict[str, list[float]] = {name: [] for name in [*processes, *questions]}
    for count in range(rounds + 2):  # two uncounted rounds come first
        for name, command in processes.items():
            seconds[name].append(process_seconds(command, environment))
        for name, (command, text) in questions.items():
            seconds[name].append(first_text_seconds(command, environment, text))
        if count < 2:
            seconds = {name: [] for name in seconds}
    ratios = {name: ratio(found, seconds[LINE]) for name, found in seconds.items()}
    print(f"{rounds} rounds; {machine()}\n")
    print(table(["process", "x", "milliseconds"], [
        [name, f"{ratios[name]:.2f}", f"{statistics.median(found) * 1000:.0f}"] for name, found in seconds.items()]))
    print("\nWhere the time of `recommend --format json` goes:\n")
    print(table(["part", "milliseconds", "modules"], [
        [name, f"{took:.1f}", str(count) if count else ""]
        for name, took, count in import_times(Path(python), environment, min(rounds, 9))]))
    fastest = min((name for name in processes if not name.startswith(("advisor", "python", LINE))), key=ratios.get)  # type: ignore[arg-type]
    asking = ratio(seconds[QUESTION], seconds[ONE_QUESTION])
    print(f"\n{ADVICE} / {LINE}: {ratios[ADVICE]:.2f} (target: at most {TARGET})")
    print(f"{ADVICE} / {fastest}: {ratio(seconds[ADVICE], seconds[fastest]):.2f} (target: below 1)")
    print(f"{QUESTION} / {ONE_QUESTION}: {asking:.2f} (target: at most {QUESTION_TARGET})")
    return int(ratios[ADVICE] > TARGET or ratios[ADVICE] >= ratios[fastest] or asking > QUESTION_TARGET)


def main() -> int:
    """Makes room for the programs and measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tools", type=Path, help="where the programs are, or are put")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        tools = options.tools or Path(scratch)
        tools.mkdir(parents=True, exist_ok=True)
        return measure(tools.resolve(), options.rounds)


if __name__ == "__main__":
    sys.exit(main())
