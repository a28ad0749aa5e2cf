"""Saved cases: of recommend, diagnose and switch, read and decided again."""

from __future__ import annotations

from functools import cache
from zlib import crc32

from advisor.cli.commands.diagnose import DiagnoseOptions, run_diagnose
from advisor.cli.commands.recommend import RecommendOptions, run_recommend
from advisor.cli.commands.replay import ReplayOptions, run_replay
from advisor.cli.commands.switch import SwitchOptions, run_switch
from advisor.cli.edge.status import Failure
from advisor.cli.files.case_file import open_case
from advisor.cli.showing.again import FOLDERS
from advisor.cli.showing.form import Form
from tests.fuzz import bases
from tests.fuzz.checks import harmless, printed, said_well, surroundings
from tests.fuzz.target import Outcome, Target

PLACES = {"": "rules", "missing-mail": "missing-mail", "switching": "switching"}
EVERY = 8
"""Of so many cases that can be read, one is decided again by the whole command."""


class Cases(Target):
    """The file comes from standard input."""

    name = "cases"
    weight = 1.2
    modules = ("advisor.cli.files.case_file", "advisor.cli.files.case_faults", "advisor.cli.files.answers",
               "advisor.rulebase.tree", "advisor.rulebase.reader", "advisor.report.replay.replay",
               "advisor.report.replay.case_record", "advisor.cli.commands.replay")

    def prepare(self, room: object) -> None:
        super().prepare(room)
        bases.remembering()
        (self.room / "cache").mkdir()

    def seeds(self) -> list[bytes]:
        return saved()

    def words(self) -> list[bytes]:
        keys = b"schema advisor.case/1 advisor.case/2 command recommend diagnose switch decided program_version name " \
               b"rule_base version sha256 folder beside_sha256 client provider report_sha256 answers disagreements " \
               b"kept dropped question value origin asked flag measured verdict option settled " \
               b"balance tie lean clear set_up days " \
               b"warnings fired constraint evidence step for points neither said_sha256 2031-04-05 2031-13-45"
        return [*bases.words("rules"), *bases.words("switching"), *bases.words("missing-mail"),
                *keys.split(), b"0" * 64]

    def try_one(self, data: bytes) -> Outcome:
        text = data.decode("utf-8-sig", "replace")
        try:
            case = open_case("-", surroundings(self.room, data))
            record = case.record(bases.opened(PLACES[FOLDERS[case.command]]).base)
        except Failure as failure:
            return Outcome(False, said_well(failure.problems, text, "input"))
        number = crc32(data)
        if number % EVERY == 0:
            environment = surroundings(self.room, data)
            show = number // EVERY % 4 == 0
            form = None if show else ("text", "json")[number // EVERY % 2]
            try:
                run_replay(environment, ReplayOptions(["-"], show, None, Form(form)))
            except Failure as failure:
                return Outcome(False, said_well(failure.problems))
            harmless(printed(environment)[0])
        return Outcome(True, (case.command, len(record.case.answers), record.set_up is None, record.fired is None))


@cache
def saved() -> list[bytes]:
    """Cases as the program saves them."""
    import tempfile
    from pathlib import Path

    found = []
    with tempfile.TemporaryDirectory() as folder:
        path, room = Path(folder) / "case.yaml", Path(folder)
        for answers in (b"devices: one\nquota: full\nlocal_backup: regular\n", b"devices: several\nplaces: several\n"
                        b"client: thunderbird\nprovider: gmail\n", b"{}\n"):
            run_recommend(surroundings(room, answers), bases.opened("rules")._replace(named=None), RecommendOptions(
                {}, (), "-", Form(), path))
            found.append(path.read_bytes())
        first = next(iter(bases.opened("missing-mail").base.questions.values()))
        run_diagnose(surroundings(room), bases.opened("missing-mail")._replace(named=None), DiagnoseOptions(
            {first.id: [first.value_ids[0]]}, (), None, Form(), plain=False, save=path))
        found.append(path.read_bytes())
        for procedure in ("mailbox-full", "pop-to-imap"):
            run_switch(surroundings(room), bases.opened("switching")._replace(named=None), SwitchOptions(
                procedure, {}, None, Form(), save=path))
            found.append(path.read_bytes())
    return found


TARGET = Cases
