"""Answers files, in YAML and JSON."""

from __future__ import annotations

from zlib import crc32

from advisor.cli.commands.recommend import RecommendOptions, run_recommend
from advisor.cli.edge.status import Failure
from advisor.cli.files.answers import answers_text, read_answers_file
from advisor.cli.showing.form import Form
from advisor.engine.case import Case, case_of
from tests.fuzz import bases
from tests.fuzz.checks import harmless, printed, said_well, surroundings
from tests.fuzz.target import Fault, Outcome, Target

FORMATS = ("text", "json", "markdown", "html", "ticket")
EVERY = 32
"""Of so many accepted files one is decided and told as well."""


class Answers(Target):
    """The first byte says which rule base is in use; the rest comes from standard input."""

    name = "answers"
    weight = 1.5
    modules = ("advisor.cli.files.answers", "advisor.cli.files.from_file", "advisor.cli.files.file_dates",
               "advisor.cli.opening.programs", "advisor.engine.answers", "advisor.engine.measured",
               "advisor.rulebase.tree", "advisor.rulebase.nearest", "advisor.rulebase.named")
    places = ("rules", "commute", "missing-mail", "switching")

    def prepare(self, room: object) -> None:
        super().prepare(room)
        bases.remembering()
        (self.room / "cache").mkdir()

    def seeds(self) -> list[bytes]:
        found = []
        for number, name in enumerate(self.places):
            base = bases.opened(name).base
            for place in (0, -1):
                case = case_of({question.id: question.value_ids[place] for question in base.questions.values()}, "flag")
                found.append(bytes([number]) + answers_text(base, case).encode())
        document = (b'\0{"schema": "advisor.inspection/1", "measured_at": "2031-04-05T12:30:00Z",\n'
                    b' "answers": {"devices": {"value": "one", "origin": "measured"}, "quota": {"value": "78%",\n'
                    b'  "origin": "provider"}}, "client": {"id": "thunderbird"}, "provider": null}\n')
        return [*found, document, b"\0devices: 3\nquota: 12%\noffered: pop3\nclient: thunderbird\nprovider: gmail\n",
                b"\1{}\n", b"\0devices: [one, several]\n", b'\0{"devices":\t"one"}\n', b"\0"]

    def words(self) -> list[bytes]:
        keys = b"answers schema value origin client provider measured_at rule_base advisor.case/1 advisor.case/2 " \
               b"measured provider flag asked file id name version yes no true false null unsure 100% 91.5% -3 " \
               b"2031-04-05 2031-02-30 9999-99-99 0001-01-01"
        return [*bases.words("rules"), *bases.words("commute"), *keys.split()]

    def try_one(self, data: bytes) -> Outcome:
        place = self.places[(data[0] if data else 0) % len(self.places)]
        opened, content = bases.opened(place), data[1:]
        environment = surroundings(self.room, content)
        try:
            found = read_answers_file(opened.base, "-", environment)
        except Failure as failure:
            return Outcome(False, said_well(failure.problems, content.decode("utf-8-sig", "replace"), "input"))
        self.valid(found.case, place)
        number = crc32(content)
        if place in ("rules", "commute") and number % EVERY == 0:
            environment = surroundings(self.room, content)
            form = FORMATS[number // EVERY % len(FORMATS)]
            run_recommend(environment, opened, RecommendOptions({}, (), "-", Form(form)))
            harmless(printed(environment)[0])
        return Outcome(True, (place, len(found.case.answers), found.client is None, found.provider is None))

    def valid(self, case: Case, place: str) -> None:
        """Only questions and values that there are."""
        base = bases.opened(place).base
        for name, answer in case.answers.items():
            if answer.value not in (*base.questions[name].value_ids, "unsure"):
                raise Fault("an answer that is none", f"{name}: {answer.value!r}")


TARGET = Answers
