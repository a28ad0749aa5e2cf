"""How long until the first answer and the first question, as ratios to programs that do nothing but that.

    python benchmarks/start_up.py [rounds]

Whole processes, medians over interleaved rounds of one run; two uncounted rounds come first. Peers are written here,
in their shortest form, and run by this interpreter. The first question is measured in a pseudo-terminal, from the
start of the process to the first byte of the question's text (POSIX only). Ratios hold on any machine; milliseconds
only on this one.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
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
TARGETS = {"recommend --format json": ("one-line typer program", 1.5),
           "first question": ("questionary, one question", 1.5)}


def process_seconds(command: list[str], environment: dict[str, str]) -> float:
    """Seconds from start to end of a process that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def first_text_seconds(command: list[str], environment: dict[str, str], text: bytes) -> float:
    """Seconds from start until `text` shows in the process's terminal."""
    import pty

    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, environment)
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


def main(rounds: int) -> int:
    """Measures and prints; the status is 1 where a target is missed."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        typer_line, questionary_one = Path(folder, "line.py"), Path(folder, "ask.py")
        typer_line.write_text(TYPER_LINE)
        questionary_one.write_text(QUESTIONARY_ONE)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"TERM": "xterm", "PYTHONPATH": str(ROOT), "ADVISOR_STATE": folder}
        recommend = [python, "-m", "advisor", "recommend", "--devices", "several", "--format", "json"]
        processes = {
            "python -c pass": [python, "-c", "pass"],
            "one-line typer program": [python, str(typer_line)],
            "--version": [python, "-m", "advisor", "--version"],
            "recommend --format json": recommend,
            "recommend (text)": recommend[:-2],
        }
        questions = {"questionary, one question": ([python, str(questionary_one)], b"Which colour?"),
                     "first question": ([python, "-m", "advisor"], b"computers")}
        seconds: dict[str, list[float]] = {name: [] for name in [*processes, *questions]}
        for count in range(rounds + 2):
            for name, command in processes.items():
                seconds[name].append(process_seconds(command, environment))
            for name, (command, text) in questions.items():
                seconds[name].append(first_text_seconds(command, environment, text))
            if count < 2:
                seconds = {name: [] for name in seconds}
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    floor = medians["python -c pass"]
    print(f"{rounds} rounds, Python {sys.version.split()[0]}; x = times 'python -c pass'")
    for name, median in medians.items():
        print(f"  {name:28} {median * 1000:7.1f} ms  {median / floor:5.2f} x")
    missed = 0
    for name, (peer, target) in TARGETS.items():
        ratio = medians[name] / medians[peer]
        missed += ratio > target
        print(f"{name} / {peer}: {ratio:.2f} (target: at most {target})")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
