"""`advisor rules init`: a whole copy that advises the same, or nothing at all; and `advisor schema` for rule files."""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
from pathlib import Path

import pytest

from advisor.cli.commands import rules_init
from advisor.rulebase.files import FILES, builtin_folder, digest, read_files
from advisor.rulebase.load import load
from advisor.rulebase.rule_test_files import load_tests
from tests.cli.conftest import Advisor


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def entries(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_copy_is_the_same_rule_base_and_loads(advisor: Advisor, here: Path) -> None:
    outcome = advisor("rules", "init", "mine")
    assert (outcome.status, outcome.err) == (0, "")
    assert len(outcome.out.splitlines()) == 3
    assert digest(read_files(here / "mine")) == digest(read_files(builtin_folder()))
    source = {path.relative_to(builtin_folder()).as_posix(): path.read_bytes()
              for path in builtin_folder().rglob("*.yaml")}
    assert {path.relative_to(here / "mine").as_posix(): path.read_bytes()
            for path in (here / "mine").rglob("*.yaml")} == source
    load_tests(here / "mine", load(here / "mine"))
    assert entries(here)[0] == "mine"
    assert [path.name for path in here.iterdir()] == ["mine"]


def test_it_is_used_by_option_and_by_variable(advisor: Advisor, here: Path) -> None:
    advisor("rules", "init", "mine")
    rulebase = here / "mine" / "rulebase.yaml"
    rulebase.write_text(re.sub(r"(?m)^version: .*$", 'version: "77.1"', rulebase.read_text()))
    for arguments, variables in ((("--rules", "mine"), {}), ((), {"ADVISOR_RULES": str(here / "mine")})):
        outcome = advisor("recommend", *arguments, "--format", "json", **variables)
        assert json.loads(outcome.out)["rule_base"]["version"] == "77.1"


@pytest.mark.usefixtures("here")
def test_nothing_differs_from_the_built_in_rules(advisor: Advisor) -> None:
    advisor("rules", "init", "mine")
    advisor("rules", "init", "before")
    assert advisor("rules", "diff", "before", "mine").status == 0


def test_what_the_editor_gets(advisor: Advisor, here: Path) -> None:
    advisor("rules", "init", "mine")
    settings = json.loads((here / "mine/.vscode/settings.json").read_text())["yaml.schemas"]
    assert settings.keys() == {f"./schemas/{name}.json" for name in (*FILES, "tests")}
    assert {path.name for path in (here / "mine/schemas").iterdir()} == {f"{name}.json" for name in (*FILES, "tests")}
    assert settings["./schemas/tests.json"] == ["tests/**/*.yaml"]  # tests may stand in folders of their own
    assert settings["./schemas/steps.json"] == ["steps.yaml", "!tests/**/steps.yaml"]
    for path, patterns in settings.items():
        found = json.loads((here / "mine" / path).read_text())
        assert found == json.loads(advisor("schema", f"rules-{Path(path).stem}", "--rules", "mine").out)
        assert [*(here / "mine").glob(patterns[0])], patterns
    recommended = json.loads((here / "mine/.vscode/extensions.json").read_text())
    assert recommended == {"recommendations": ["redhat.vscode-yaml"]}


@pytest.mark.parametrize("name", ["mine", "two words", "it's"])
def test_every_command_of_the_readme_runs(advisor: Advisor, here: Path, name: str) -> None:
    outcome = advisor("rules", "init", name)
    readme = (here / name / "README.md").read_text()
    commands = [line.partition("  # ")[0] for line in readme.splitlines() if line.startswith("    advisor ")]
    assert len(commands) == 5
    commands += [line.partition(":  ")[2].strip() for line in outcome.out.splitlines()[1:]]
    for command in commands:
        words = shlex.split(command)[1:]
        if words[:2] in (["rules", "check"], ["rules", "test"]):
            assert words[2:] == ["--rules", name]  # what they say is tested where they are
        else:
            done = advisor(*words, *(["--version"] if words[0] == "--rules" else []))
            assert (done.status, done.err) == (0, ""), command


def test_an_empty_folder_is_filled_and_stays_the_same_folder(advisor: Advisor, here: Path) -> None:
    before = here.stat().st_ino
    assert advisor("rules", "init", ".").status == 0
    assert here.stat().st_ino == before
    assert {f"{name}.yaml" for name in FILES} <= set(entries(here))
    assert not [name for name in entries(here) if name.startswith(".advisor")]


def nothing(_: Path) -> None:
    return None


def a_file(here: Path) -> None:
    (here / "mine").write_text("kept")


def a_full_folder(here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / ".hidden").write_text("kept")


def a_loose_link(here: Path) -> None:
    (here / "mine").symlink_to(here / "nowhere")


@pytest.mark.parametrize(("make", "name", "code", "status"), [
    (a_file, "mine", "not-a-folder", 2), (a_full_folder, "mine", "folder-not-empty", 2),
    (a_loose_link, "mine", "not-a-folder", 2), (nothing, "a/b", "no-such-folder", 2),
    (a_file, "mine/b", "no-such-folder", 2), (nothing, "x" * 300, "cannot-write", 3)])
def test_a_place_that_cannot_be_used(advisor: Advisor, here: Path, make, name: str, code: str, status: int) -> None:
    make(here)
    before = entries(here)
    with pytest.raises(rules_init.Failure) as failure:
        rules_init.run_init(None, Path(name))  # type: ignore[arg-type]  # it is refused before anything is shown
    assert failure.value.problems[0].code == code
    outcome = advisor("rules", "init", name)
    assert (outcome.status, outcome.out) == (status, "")
    assert "Traceback" not in outcome.err
    assert entries(here) == before


def test_a_missing_folder_above_is_told_with_the_command_that_makes_it(advisor: Advisor, here: Path) -> None:
    outcome = advisor("rules", "init", "a b/c/mine")
    assert "Its folder does not exist. Create that first: mkdir -p 'a b/c'" in outcome.err
    (here / "a b/c").mkdir(parents=True)
    assert advisor("rules", "init", "a b/c/mine").status == 0
    (here / "file").write_text("")
    assert "mkdir" not in advisor("rules", "init", "file/mine").err


def test_an_existing_copy_is_told_how_to_renew_its_schemas(advisor: Advisor, here: Path) -> None:
    advisor("rules", "init", "mine")
    schemas = here / "mine" / "schemas"
    questions = here / "mine" / "questions.yaml"
    questions.write_text(questions.read_text() + """
weather:
  label: weather
  ask: How is the weather?
  why: It may be wet.
  find_out: Look out.
  values:
    wet: {text: Wet, phrase: it is wet}
    dry: {text: Dry, phrase: it is dry}
""")
    rules = {path: path.read_bytes() for path in (here / "mine").rglob("*.yaml")}
    outcome = advisor("rules", "init", "mine")
    assert outcome.status == 2
    command = " ".join(outcome.err.split()).partition("To renew its schemas: ")[2]
    assert "weather" not in (schemas / "evidence.json").read_text()
    done = advisor(*shlex.split(command)[1:])
    assert (done.status, done.out, done.err) == (0, "", "")
    assert "answer_weather" in (schemas / "evidence.json").read_text()
    assert {path: path.read_bytes() for path in (here / "mine").rglob("*.yaml")} == rules


@pytest.mark.parametrize("existing", [False, True])
@pytest.mark.parametrize("after", [0, 1, 20])
def test_a_full_disk_leaves_nothing_behind(advisor: Advisor, here: Path, monkeypatch: pytest.MonkeyPatch, after: int,
                                           existing: bool) -> None:
    if existing:
        (here / "mine").mkdir()
    write, left = Path.write_bytes, iter(range(after))

    def full(path: Path, content: bytes) -> int:
        if next(left, None) is None:
            write(path, content[:10])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    outcome = advisor("rules", "init", "mine")
    assert (outcome.status, outcome.out) == (3, "")
    assert "No space left" in outcome.err
    assert entries(here) == (["mine"] if existing else [])


@pytest.mark.parametrize("existing", [False, True])
def test_a_move_that_fails_or_is_interrupted_leaves_nothing_behind(advisor: Advisor, here: Path, existing: bool,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    if existing:
        (here / "mine").mkdir()
    rename, moved = Path.rename, []

    def stop(path: Path, target: Path) -> Path:
        if len(moved) == (3 if existing else 0):
            raise KeyboardInterrupt
        moved.append(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stop)
    outcome = advisor("rules", "init", "mine")
    assert outcome.status == 130
    assert entries(here) == (["mine"] if existing else [])
    assert len(moved) == (3 if existing else 0)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_that_may_not_be_written(advisor: Advisor, here: Path) -> None:
    here.chmod(0o500)
    try:
        outcome = advisor("rules", "init", "mine")
    finally:
        here.chmod(0o700)
    assert outcome.status == 3
    assert "Permission denied" in outcome.err
    assert entries(here) == []


def test_permission_denied_is_a_fault_of_the_surroundings(advisor: Advisor, here: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    outcome = advisor("rules", "init", "mine")
    assert outcome.status == 3
    assert "Permission denied" in outcome.err
    assert entries(here) == []


def test_the_name_of_a_folder_cannot_steer_the_terminal(advisor: Advisor, here: Path) -> None:
    outcome = advisor("rules", "init", "a\x1b[31mb")
    assert outcome.status == 0
    assert "\x1b" not in outcome.out
    [made] = here.iterdir()
    assert "\x1b" not in (made / "README.md").read_text()


def test_the_guide_for_editors_shows_what_is_said(advisor: Advisor, here: Path) -> None:
    guide = (Path(__file__).parent.parent.parent / "docs" / "editor.md").read_text(encoding="utf-8")
    commands = [line[2:] for line in guide.splitlines() if line.startswith("$ advisor ")]
    assert len(commands) == 3
    for command in commands:  # what they show is compared in tests/package/test_pages.py
        outcome = advisor(*shlex.split(command)[1:])
        assert (outcome.status, outcome.err) == (0, ""), command
    modelines = re.findall(r"# yaml-language-server: \$schema=(\S+)", guide)
    assert modelines
    for target in modelines:
        assert (here / "my-rules" / ("tests" if target.startswith("../") else "") / target).is_file()


def test_schemas_are_listed_and_printed(advisor: Advisor) -> None:
    listed = advisor("schema").out.split()
    assert {f"rules-{name}" for name in (*FILES, "tests")} | {"rules", "recommendation"} <= set(listed)
    assert len(listed) == len(set(listed))
    assert json.loads(advisor("schema", "rules-evidence").out)["title"] == "evidence.yaml"


@pytest.mark.parametrize("arguments", [(), ("--output", "nowhere"), ("--output", "file")])
def test_the_schemas_of_all_rule_files_need_a_folder(advisor: Advisor, here: Path, arguments: tuple[str, ...]) -> None:
    (here / "file").write_text("kept")
    outcome = advisor("schema", "rules", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert "--output" in outcome.err
    assert entries(here) == ["file"]
    assert (here / "file").read_text() == "kept"
