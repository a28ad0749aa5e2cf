"""`advisor rules diff`: folders and git revisions, and every way in which naming them can go wrong."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from advisor.cli.opening.git import within
from advisor.cli.opening.revisions import split
from advisor.rulebase.load import builtin_folder
from advisor.verify.changes import diff
from tests.cli.conftest import Advisor

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false",
           "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, Path]:
    """The commuting rules, and a copy to change."""
    new = tmp_path / "new"
    shutil.copytree(COMMUTE, new)
    return str(COMMUTE), new


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with rules in `the rules`: v1 as they are, then a wall dropped, and words changed on disk."""
    top = tmp_path / "repo"
    rules = top / "the rules"
    shutil.copytree(COMMUTE, rules)
    git(tmp_path, "init", "-q", str(top))
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "one")
    git(top, "tag", "v1.0")
    change(rules, "constraints", "street: icy", "street: icy, distance: far")
    git(top, "commit", "-q", "-a", "-m", "two")
    change(rules, "evidence", "It is near.", "It is not far.")
    monkeypatch.chdir(top)
    return rules


def test_a_reordered_file_has_no_difference(advisor: Advisor, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(builtin_folder(), new)
    for name in ("evidence", "constraints", "questions", "set_up", "warnings", "steps", "claims"):
        path = new / f"{name}.yaml"
        blocks = re.split(r"(?m)^(?=[A-Za-z])", path.read_text(encoding="utf-8"))
        path.write_text(blocks[0] + "".join(block.rstrip("\n") + "\n" for block in reversed(blocks[1:])),
                        encoding="utf-8")
    outcome = advisor("rules", "diff", str(builtin_folder()), str(new))
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("No difference: option, set-up, warnings and steps are the same in every case.")
    assert "Words only" not in outcome.out
    assert "What changed" not in outcome.out


def test_a_changed_option_is_status_1_and_can_be_replayed(advisor: Advisor, folders: tuple[str, Path]) -> None:
    old, new = folders
    change(new, "constraints", "street: icy", "street: icy, distance: far")
    outcome = advisor("rules", "diff", old, str(new), "--format", "json")
    assert (outcome.status, outcome.err) == (1, "")
    document = json.loads(outcome.out)
    assert document["exact"]
    verdict = document["parts"]["verdict"]
    assert (verdict["cases"], verdict["known_cases"]) == (151, 25)  # see tests/verify/test_diff_real.py
    for kind in verdict["changes"]:
        for version, option in (("command_old", kind["before"]), ("command", kind["after"])):
            command = shlex.split(kind["witness"][version])
            assert command[:3] == ["advisor", "recommend", "--rules"]
            told = advisor(*command[1:], "--format", "json")
            assert json.loads(told.out)["verdict"]["protocol"] == option


def test_what_is_gained_and_lost_can_be_replayed(advisor: Advisor, folders: tuple[str, Path]) -> None:
    old, new = folders
    change(new, "constraints", "street: icy", "street: icy, distance: far")
    document = json.loads(advisor("rules", "diff", old, str(new), "--format=json").out)

    def told(command: str, part: str) -> set[str]:
        found = json.loads(advisor(*shlex.split(command)[1:], "--format", "json").out)[part]
        return {f"{entry['id']}/{entry['form']}" if part == "set_up" else entry["id"] for entry in found}

    seen = 0
    for part in ("set_up", "warnings", "steps"):
        for kind in document["parts"][part]["changes"]:
            before, after = told(kind["witness"]["command_old"], part), told(kind["witness"]["command"], part)
            gained = {"gained": True, "lost": False}[kind["change"]]
            assert (kind["rule"] in before, kind["rule"] in after) == (not gained, gained)
            seen += 1
    assert seen == 6


@pytest.mark.parametrize(("file", "old", "new", "status", "said"), [
    ("set_up", "number: 2", "number: 3", 1, "The option changes in no case; the set-up changes in "),
    ("warnings", "street: icy", "street: clear", 0, "Option and set-up change in no case; warnings do.\n"),
    ("steps", "when: always", "when: {street: icy}", 0, "Option, set-up and warnings change in no case; steps do.\n")])
def test_the_option_and_the_set_up_are_status_1(advisor: Advisor, folders: tuple[str, Path], file: str, old: str,
                                                new: str, status: int, said: str) -> None:
    change(folders[1], file, old, new)
    outcome = advisor("rules", "diff", folders[0], str(folders[1]))
    assert outcome.status == status
    assert outcome.out.startswith(said)


def test_unknown_is_status_1(advisor: Advisor, folders: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff.compare, "__defaults__", (20,))
    outcome = advisor("rules", "diff", folders[0], folders[0])
    assert outcome.status == 1
    assert outcome.out.startswith("Unknown: ")


def test_faults_of_both_versions_are_said_with_their_version(advisor: Advisor, tmp_path: Path) -> None:
    for name, file in (("one", "evidence"), ("two", "warnings")):
        shutil.copytree(COMMUTE, tmp_path / name)
        change(tmp_path / name, file, "when:", "wenn:")
    outcome = advisor("rules", "diff", str(tmp_path / "one"), str(tmp_path / "two"))
    assert (outcome.status, outcome.out) == (2, "")
    assert re.search(r"one/evidence\.yaml:\d+:\d+: OLD: ", outcome.err)
    assert re.search(r"two/warnings\.yaml:\d+:\d+: NEW: ", outcome.err)
    errors = json.loads(advisor("rules", "diff", str(tmp_path / "one"), str(tmp_path / "two"), "--format",
                                "json").err)["errors"]
    assert {error["message"][:4] for error in errors} == {"OLD:", "NEW:"}


def test_an_unknown_format(advisor: Advisor) -> None:
    outcome = advisor("rules", "diff", str(COMMUTE), str(COMMUTE), "--format", "jsn")
    assert outcome.status == 2
    assert "Did you mean 'json'?" in outcome.err


def test_to_a_file(advisor: Advisor, tmp_path: Path) -> None:
    target = tmp_path / "diff.txt"
    outcome = advisor("rules", "diff", str(COMMUTE), str(COMMUTE), "--output", str(target))
    assert (outcome.status, outcome.out) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("No difference")


@needs_git
@pytest.mark.parametrize(("old", "new"), [
    ("v1.0:the rules", "HEAD:the rules"), ("HEAD~1:the rules/", "main:./the rules"), ("v1.0", "HEAD")])
def test_two_revisions(advisor: Advisor, repository: Path, old: str, new: str) -> None:
    outcome = advisor("rules", "diff", old, new, ADVISOR_RULES=str(repository))
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out.startswith("The option changes in 151 cases (25 with every question answered).")
    assert f"OLD {old.partition(':')[0]}:the rules: commute" in outcome.out
    assert "advisor recommend --distance near --street icy" in outcome.out
    assert "check a revision out" in outcome.out
    assert "Words only" not in outcome.out


@needs_git
def test_rules_says_which_folder_a_revision_means(advisor: Advisor, repository: Path) -> None:
    outcome = advisor("rules", "diff", "v1.0", "HEAD", "--rules", str(repository))
    assert (outcome.status, outcome.err) == (1, "")
    assert "OLD v1.0:the rules: commute" in outcome.out
    outcome = advisor("rules", "diff", "v1.0", "HEAD", "--rules", "gone")
    assert outcome.status == 2
    assert "Mend --rules" in outcome.err


@needs_git
def test_a_revision_beside_a_folder_means_that_folder(advisor: Advisor, repository: Path) -> None:
    """Without any rules named, the other version says which folder is meant; what is on disk is the new version."""
    outcome = advisor("rules", "diff", "HEAD", "the rules")
    assert (outcome.status, outcome.err) == (0, "")
    assert "OLD HEAD:the rules: commute" in outcome.out
    assert outcome.out.startswith("No difference but in words: 1 text.")
    assert "- evidence short-way: text\n  was: It is near.\n  is:  It is not far.\n" in outcome.out
    assert advisor("rules", "diff", "v1.0", str(repository)).status == 1


def renamed_rules(new: Path) -> None:
    """Another name for a question and for a value of it, wherever they stand, and both declared."""
    for path in new.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for old, now in (("distance: near", "way: close"), ("value: near", "value: close"), ("    near:", "    close:"),
                         ("distance:", "way:"), ("about: way", "about: distance"), ("label: way", "label: distance")):
            text = text.replace(old, now)
        path.write_text(text, encoding="utf-8")
    with (new / "rulebase.yaml").open("a", encoding="utf-8") as stream:
        stream.write("renamed: {questions: {distance: way}, values: {way: {near: close}}}\n")


@pytest.mark.parametrize("backwards", [False, True])
def test_a_declared_rename_is_said_and_changes_nothing(advisor: Advisor, folders: tuple[str, Path],
                                                       backwards: bool) -> None:
    old, new = folders
    renamed_rules(new)
    pair = (str(new), old) if backwards else (old, str(new))
    outcome = advisor("rules", "diff", *pair)
    assert (outcome.status, outcome.err) == (0, ""), outcome.out
    assert outcome.out.startswith("No difference")
    was, now = ("way", "distance") if backwards else ("distance", "way")
    assert f"- '{was}' is now called '{now}': it counts as the same question." in outcome.out
    assert "Only OLD" not in outcome.out
    document = json.loads(advisor("rules", "diff", *pair, "--format", "json").out)
    assert document["renamed"] == {"questions": {was: now},
                                   "values": {now: {"close": "near"} if backwards else {"near": "close"}}}
    assert (document["equivalent"], document["rules"], document["words"]) == ("yes", [], [])


def test_a_rename_that_nobody_declares_is_a_change(advisor: Advisor, folders: tuple[str, Path]) -> None:
    old, new = folders
    renamed_rules(new)
    change(new, "rulebase", "renamed: {questions: {distance: way}, values: {way: {near: close}}}", "")
    outcome = advisor("rules", "diff", old, str(new))
    assert outcome.status == 1
    assert "Only OLD asks 'distance'" in outcome.out


def test_what_changes_beside_a_rename_can_be_asked_of_both(advisor: Advisor, folders: tuple[str, Path]) -> None:
    old, new = folders
    renamed_rules(new)
    change(new, "steps", "leave: {when: always", "leave: {when: {way: [middle, far, open]}")
    outcome = advisor("rules", "diff", old, str(new))
    commands = [line.split()[1:] for line in outcome.out.splitlines() if line.startswith("  advisor ")]
    assert [words[-2:] for words in commands] == [["--distance", "near"], ["--way", "close"]], outcome.out
    for words in commands:
        assert advisor(*words).status == 0, words


def inner_rules(top: Path) -> Path:
    """Puts the commuting rules into a folder of themselves, without a file that is then taken from above."""
    inner = top / "inner"
    shutil.copytree(COMMUTE, inner)
    (inner / "claims.yaml").unlink()
    (inner / "glossary.yaml").unlink(missing_ok=True)
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "inner")
    return inner


@needs_git
def test_rules_in_a_folder_of_others_take_from_above_in_a_revision_too(advisor: Advisor, repository: Path) -> None:
    inner = inner_rules(repository)
    git(repository, "tag", "whole")
    outcome = advisor("rules", "diff", "whole", "whole", "--rules", str(inner))
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("No difference")
    change(repository, "claims", "five kilometres", "six kilometres")
    outcome = advisor("rules", "diff", "whole", str(inner), "--rules", str(inner))
    assert "five kilometres" in outcome.out, "the claims of that revision, not those on disk"
    (repository / "rulebase.yaml").unlink()
    git(repository, "commit", "-q", "-a", "-m", "no rule base above")
    outcome = advisor("rules", "diff", "whole", "HEAD:the rules/inner")
    assert outcome.status == 2
    assert "HEAD:the rules/inner/claims.yaml" in outcome.err, "a folder that is no rule base lends nothing"


@needs_git
def test_from_within_the_folder(advisor: Advisor, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    assert advisor("rules", "diff", "v1.0:.", "HEAD:../the rules").status == 1
    assert advisor("rules", "diff", "HEAD", ".").status == 0


@needs_git
@pytest.mark.usefixtures("repository")
def test_a_hook_of_git_does_not_mislead_it(advisor: Advisor) -> None:
    outcome = advisor("rules", "diff", "HEAD", "the rules", GIT_DIR="/nonexistent", GIT_INDEX_FILE="x")
    assert outcome.status == 0


@needs_git
def test_a_folder_wins_over_a_revision_of_its_name(advisor: Advisor, repository: Path) -> None:
    shutil.copytree(repository, repository.parent / "v1.0")
    outcome = advisor("rules", "diff", "v1.0", "the rules")
    assert outcome.status == 0
    assert "OLD v1.0: commute" in outcome.out


WRONG = {
    "v1.1": "Did you mean 'v1.0'?",
    "HEAD~7": "There is 'HEAD', but it does not reach back that far.",
    "HEAD:rules": "There are rules in: the rules.",
    "HEAD:": "HEAD:/claims.yaml: OLD: This rule file is missing in that revision.",
    "HEAD:../..": "leads out of the repository",
    ":the rules": "neither a folder with rules nor a git revision",
    "": "neither a folder with rules nor a git revision",
    "--help=x": "neither a folder nor a revision",
    "--output=stolen": "neither a folder nor a revision",
    "-q": "neither a folder nor a revision",
    "^HEAD": "neither a folder nor a revision",
    "HEAD..v1.0": "neither a folder nor a revision",
    "HEAD;touch stolen": "neither a folder nor a revision",
    "$(touch stolen)": "neither a folder nor a revision",
    "no\0name": "neither a folder with rules nor a git revision",
    "x\x1b[31m": "x\\x1b[31m",
}


@needs_git
@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_version_is_said_to_be_none(advisor: Advisor, repository: Path, name: str) -> None:
    outcome = advisor("rules", "diff", "--", name, str(repository))
    assert (outcome.status, outcome.out) == (2, "")
    assert WRONG[name] in outcome.err
    assert "OLD: " in outcome.err
    assert "\x1b" not in outcome.err
    assert not list(repository.parent.rglob("stolen"))


@needs_git
def test_faults_in_a_revision_name_it(advisor: Advisor, repository: Path) -> None:
    change(repository, "evidence", "when:", "wenn:")
    (repository / "steps.yaml").unlink()
    (repository / "steps.yaml").symlink_to("warnings.yaml")
    git(repository, "commit", "-q", "-a", "-m", "broken")
    outcome = advisor("rules", "diff", "v1.0", "HEAD", ADVISOR_RULES=str(repository))
    assert outcome.status == 2
    assert "HEAD:the rules/steps.yaml: NEW: This is no file in that revision" in outcome.err
    git(repository, "rm", "-q", "--cached", "steps.yaml")
    shutil.copy(COMMUTE / "steps.yaml", repository / "x.yaml")
    (repository / "steps.yaml").unlink()
    (repository / "x.yaml").rename(repository / "steps.yaml")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-a", "-m", "still broken")
    outcome = advisor("rules", "diff", "v1.0", "HEAD", ADVISOR_RULES=str(repository))
    assert outcome.status == 2
    assert re.search(r"HEAD:the rules/evidence\.yaml:\d+:\d+: NEW: ", outcome.err)


@needs_git
def test_outside_of_any_repository(advisor: Advisor, folders: tuple[str, Path],
                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folders[1])
    outcome = advisor("rules", "diff", "HEAD", ".", ADVISOR_RULES=str(folders[1]),
                      GIT_CEILING_DIRECTORIES=str(folders[1].parent))
    assert outcome.status == 2
    assert "in no git repository" in outcome.err
    assert "REVISION:FOLDER" in outcome.err


def test_without_git_folders_can_still_be_compared(advisor: Advisor, folders: tuple[str, Path]) -> None:
    outcome = advisor("rules", "diff", "HEAD", folders[0], PATH="/nonexistent")
    assert outcome.status == 3
    assert "Git is not installed" in outcome.err
    assert "two folders" in outcome.err
    assert advisor("rules", "diff", *map(str, folders), PATH="/nonexistent").status == 0


def test_rules_that_are_not_there(advisor: Advisor, tmp_path: Path) -> None:
    outcome = advisor("rules", "diff", "HEAD", str(COMMUTE), ADVISOR_RULES=str(tmp_path / "nothing"))
    assert outcome.status == 2
    assert "not a folder with rules" in outcome.err


@pytest.mark.parametrize(("text", "parts"), [
    ("v1", ("v1", "", "")), ("v1:a:b", ("v1", ":", "a:b")), ("main@{12:00}:a", ("main@{12:00}", ":", "a")),
    ("HEAD^{/fix: x}", ("HEAD^{/fix: x}", "", "")), ("v1:", ("v1", ":", ""))])
def test_where_the_path_begins(text: str, parts: tuple[str, str, str]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize(("prefix", "path", "place"), [
    ("", "rules", "rules"), ("a", "rules/", "rules"), ("a", "./rules", "a/rules"), ("a/b", "../c", "a/c"),
    ("a", ".", "a"), ("", ".", ""), ("a", "..", ""), ("a", "../..", None), ("", "", ""), ("", "a/../../b", None)])
def test_a_path_is_seen_from_the_top(prefix: str, path: str, place: str | None) -> None:
    assert within(prefix, path) == place


def test_the_rules_that_came_with_the_program_have_a_name(advisor: Advisor, tmp_path: Path) -> None:
    shutil.copytree(builtin_folder(), tmp_path / "copy")
    found = advisor("rules", "diff", "built-in", str(tmp_path / "copy"))
    assert found.status == 0
    assert "No difference" in found.out


def test_built_in_rules_need_no_folder_in_a_command(advisor: Advisor, tmp_path: Path) -> None:
    new = tmp_path / "copy"
    shutil.copytree(builtin_folder(), new)
    warnings = new / "warnings.yaml"
    text = warnings.read_text(encoding="utf-8")
    first = re.search(r"(?m)^[a-z-]+:\n  when: ?.*\n(    .*\n)*", text)
    assert first is not None
    never = f"{first[0].partition(':')[0]}:\n  when: {{any: [{{not: always}}]}}\n"
    warnings.write_text(text.replace(first[0], never), encoding="utf-8")
    out = advisor("rules", "diff", "built-in", str(new)).out
    old, now = re.findall(r"(?m)^  (advisor recommend.*)$", out)[:2]
    assert "--rules" not in old
    assert now == old.replace("advisor recommend", f"advisor recommend --rules {new}")


CHANGES = {
    "nothing": ("steps", "pump:", "pump:", 0, 0, "No difference: "),
    "words": ("steps", "Leave in time.", "Be off in time.", 0, 1, "No difference but in words: 1 text."),
    "another order": ("steps", "order: 10", "order: 40", 0, 1, "Option, set-up and warnings change in no case; what"),
    "another level": ("steps", "level: should", "level: check", 0, 1,
                      "Option, set-up and warnings change in no case; what"),
    "a warning": ("warnings", "luggage: heavy", "luggage: light", 0, 1, "Option and set-up change in no case; warn"),
    "a figure": ("questions", "below: 16", "below: 20", 1, 1, "Option, set-up, warnings and steps are the same"),
    "a set-up": ("set_up", "dark: [yes, open]", "dark: yes", 1, 1, "The option changes in no case; the set-up changes"),
    "a statement": ("invariants", "street: icy}, never", "street: icy, dark: no}, never", 1, 1,
                    "Safety statements: 1 changed (no-bicycle-on-ice)\n\nOption, set-up, warnings and steps are the "
                    "same in every case, but the safety statements are not the same.\n"),
    "the same in other terms": ("warnings", "{set_up: helmet, luggage", "{verdict: bicycle, luggage", 0, 1,
                                "Option, set-up, warnings and steps are the same in every case, but 1 entry of the "
                                "rules changed.\n"),
    "no statement": ("invariants", "no-bicycle-on-ice", "another-name", 1, 1,
                     "Safety statements: 1 removed (no-bicycle-on-ice), 1 added (another-name)"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_headline_and_the_exit_status(advisor: Advisor, folders: tuple[str, Path], name: str) -> None:
    file, before, after, status, strict, headline = CHANGES[name]
    old, new = folders
    change(new, file, before, after)
    plain = advisor("rules", "diff", old, str(new), COLUMNS="200")
    assert (plain.status, plain.err) == (status, "")
    assert plain.out.startswith(headline)
    assert advisor("rules", "diff", old, str(new), "--strict").status == strict
    document = json.loads(advisor("rules", "diff", old, str(new), "--format", "json").out)
    assert document["summary"].startswith("No difference") is (name in ("nothing", "words"))


def test_an_added_statement_comes_first_and_is_no_finding(advisor: Advisor, folders: tuple[str, Path]) -> None:
    old, new = folders
    change(new, "invariants", "no-bicycle-on-ice:",
           "bus-or-not: {text: It goes., when: {line: stands}, never: {verdict: bus}, "
           "sources: [{field: no bus takes nobody along}]}\nno-bicycle-on-ice:")
    outcome = advisor("rules", "diff", old, str(new))
    assert outcome.out.startswith("Safety statements: 1 added (bus-or-not)\n")
    assert outcome.status == 0
    assert advisor("rules", "diff", old, str(new), "--strict").status == 1


def test_a_figure_that_means_another_answer_can_be_replayed(advisor: Advisor, folders: tuple[str, Path]) -> None:
    old, new = folders
    change(new, "questions", "below: 16", "below: 20")
    [found] = json.loads(advisor("rules", "diff", old, str(new), "--format", "json").out)["figures"]
    assert (found["from"], found["below"], found["before"], found["after"]) == (16, 20, "far", "middle")
    for key, value in (("command_old", "far"), ("command", "middle")):
        told = json.loads(advisor(*shlex.split(found[key])[1:], "--format", "json").out)
        assert told["answers"]["distance"]["value"] == value
    assert "distance: 16 up to below 20: was far, is middle\n" in advisor("rules", "diff", old, str(new)).out


def test_what_is_lost_has_the_commands_of_both_versions(advisor: Advisor, folders: tuple[str, Path]) -> None:
    old, new = folders
    change(new, "set_up", "dark: [yes, open]", "dark: yes")
    commands = [f"  advisor recommend --rules {folder} --dark unsure --line stands\n" for folder in folders]
    assert "".join(commands) in advisor("rules", "diff", old, str(new)).out
    other = advisor("rules", "diff", str(new), old).out  # the other way round it is gained
    assert commands[0] in other
    assert f"--rules {new}" not in other


@pytest.mark.parametrize("path", [None, "/nonexistent"])
@pytest.mark.parametrize("word", ["builtin", "built_in", "Built-in"])
def test_a_mistyped_name_of_the_built_in_rules(advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                               word: str, path: str | None) -> None:
    """Outside of any repository, and without git."""
    monkeypatch.chdir(tmp_path)
    more = {"PATH": path} if path else {}
    outcome = advisor("rules", "diff", word, str(COMMUTE), GIT_CEILING_DIRECTORIES=str(tmp_path.parent),
                      ADVISOR_RULES=str(tmp_path), **more)
    assert outcome.status == 2
    assert "Did you mean 'built-in'?" in outcome.err


@needs_git
def test_a_mistyped_name_of_the_built_in_rules_in_a_repository(advisor: Advisor, repository: Path) -> None:
    outcome = advisor("rules", "diff", "bulit-in", str(repository))
    assert outcome.status == 2
    assert "Did you mean 'built-in'?" in outcome.err


@needs_git
def test_rules_at_the_top_of_a_repository(advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = tmp_path / "top"
    shutil.copytree(COMMUTE, top)
    git(tmp_path, "init", "-q", str(top))
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "one")
    monkeypatch.chdir(top)
    for name in ("HEAD", "HEAD:", "HEAD:."):
        outcome = advisor("rules", "diff", name, ".")
        assert outcome.status == 0
        assert "\nOLD HEAD: commute 0.1 (" in outcome.out
