"""The checks of texts, sources, steps and comments: every word of what they find, and how far they looked."""

from __future__ import annotations

import pytest

from advisor.rulebase.condition import AnswerIs, Not
from advisor.rulebase.measurements import MeasuredRule, Sign
from advisor.rulebase.model import Provided, RuleBase, Step, Term
from advisor.rulebase.position import Position
from advisor.rulebase.programs import NOT_KNOWN, Fact, Known, Note, Provider, Server
from advisor.rulebase.sources import Claim, Source
from advisor.verify.checks import long_wording, silence, unexplained_term, unmet_need, untagged_form, unused_claim
from advisor.verify.checks.silence import Silence
from advisor.verify.finding import Caption, Finding, Result, Witness
from tests.engine.generated import caution, form, question, reason, rule_base, wall
from tests.verify.checks.test_findings_by_hand import at, checked, placed

X = AnswerIs("x", frozenset("a"))
Q = [question("x", "abc")]


def test_untagged_form() -> None:
    forms = [placed(1, form("i/f", X)._replace(text="Deletes it.")),
             placed(2, form("i/g", X)._replace(text="Delete it.", tags=("danger",)))]
    base = rule_base(Q, forms=forms)._replace(tag_words={"danger": ("remove", "delete")})
    assert checked(untagged_form, base) == Result("untagged-form", "refuted", "2 forms, 1 tag", (
        Finding("untagged-form", "warning", "Set-up form 'i/f' speaks of 'Deletes', but does not carry the tag "
                "'danger'.", at(1), "Add 'tags: [danger]': statements about safety go by it. If it is not meant so, "
                "say '# allow untagged-form: why'."),))


def claim(name: str, kind: str, file: str) -> Claim:
    return Claim(name, kind, "", "", "", Position(file, 1, 1))


def test_unused_claim() -> None:
    """The first is used, by what its kind does not ask for; the second by nothing; the third is not this folder's."""
    base = rule_base(Q, forms=[form("i/f", X)._replace(sources=(Source("claim", "D.1", "", at(1)),))])
    base = base._replace(neither=base.neither._replace(at=Position("here/rulebase.yaml", 1, 1)), claims={
        "D.1": claim("D.1", "warning", "here/claims.yaml"), "D.2": claim("D.2", "background", "here/claims.yaml"),
        "D.3": claim("D.3", "warning", "claims.yaml")})

    def idle(name: str, kind: str, feeds: str) -> Finding:
        return Finding("unused-claim", "warning", f"Claim {name} is of the kind {kind!r}, but does not feed {feeds}.",
                       Position("here/claims.yaml", 1, 1), "Cite it where it belongs, or correct its kind.")

    assert checked(unused_claim, base) == Result(
        "unused-claim", "refuted", "2 claims, 1 more from the folder above",
        (idle("D.1", "warning", "a warning"), idle("D.2", "background", "a glossary term")))
    own = base._replace(claims={"D.1": claim("D.1", "setup", "here/claims.yaml")})
    assert checked(unused_claim, own) == Result("unused-claim", "proven", "1 claim")


def test_unexplained_term() -> None:
    """ABC is in the default, XYZ in a provider's note; plurals and a provider's own name need no entry of their own."""
    note = Note(X, Fact("XYZ of the CORP.", ""), (), "", at(4))
    said = Fact("The CORP asks for KLMs.", "")
    server = Server("red", NOT_KNOWN, NOT_KNOWN, said, NOT_KNOWN, NOT_KNOWN, (), "", at(5))
    base = rule_base(Q)
    base = base._replace(
        default=base.default._replace(text="By ABC, or DEFs, or Widgets.", sources=(Source("field", "", "", at(2)),)),
        terms={"t": Term("t", "DEF", "Of DNS.", (), at(3)), "n": Term("n", "DNS", "A thing.", (), at(3)),
               "k": Term("k", "KLM reader", "A thing.", (), at(3))},
        technical_terms=("widget",),
        providers={"p": Provider("p", "CORP", (), False, Known({}, (), ""), {"red": server}, (note,), (), at(6))})

    def unknown(word: str, whose: str, line: int) -> Finding:
        return Finding("unexplained-term", "warning", f"{word!r} is used ({whose}), but the glossary does not explain "
                       "it.", at(line), "Add it to glossary.yaml, or use a plainer word.")

    found = checked(unexplained_term, base)
    assert set(found.findings) == {unknown("ABC", "The text of the default", 2),
                                   unknown("widget", "The text of the default", 2),
                                   unknown("XYZ", "A note of provider 'p'", 4)}
    # six of the options, four of the question, six of its values, three entries, the default, three of a server, a note
    assert (found.outcome, found.scope) == ("refuted", "24 texts, 3 glossary entries")


def test_unmet_need() -> None:
    """Two steps that need a copy: the first comes before it is made, the second where it is not made at all."""
    def step(name: str, when: AnswerIs | Not, order: int, **more: tuple[str, ...]) -> Step:
        return Step(name, when, order, "must", "", (), at(order))._replace(**more)  # type: ignore[arg-type]

    steps = [step("early", X, 1, needs=("copy",)), step("give", X, 2, gives=("copy",)),
             step("late", Not(X), 3, destroys=("copy",), needs=("copy", "time"))]
    base = rule_base(Q)._replace(steps={entry.id: entry for entry in steps},
                                 provided={"time": Provided("time", Not(X), "", at(9))})
    shown, given = "is shown where nothing before it gives 'copy'.", Caption(at(2), "gives 'copy', with order 2")
    fix = "Show a step that gives 'copy' before it in these cases, or do not show this one."
    assert checked(unmet_need, base) == Result("unmet-need", "refuted", "3 needs of 3 steps", (
        Finding("unmet-need", "error", f"Step 'early' {shown}", at(1), fix, (given,),
                (Witness({"x": "a"}, "the step is shown"),)),
        Finding("unmet-need", "error", "Step 'early' (order 1) comes before 'give' (order 2), which gives the 'copy' "
                "that it needs.", at(1), "Give the step that needs it the greater order.",
                (Caption(at(2), "gives 'copy'"),), (Witness({"x": "a"}, "both are shown"),)),
        Finding("unmet-need", "error", f"Step 'late' {shown}", at(3), fix, (given,),
                (Witness({"x": "b"}, "the step is shown"),))))


def test_silence() -> None:
    codes = ("form", "gap", "dead-rule")

    def comment(code: str, why: str, line: int) -> Silence:
        return Silence(code, why, at(line), range(line, line + 1))

    used, idle = comment("gap", "so it is", 1), comment("dead-rule", "so it is", 2)
    others = [comment("gap", "", 3), comment("form", "why not", 4), comment("dead-rul", "why not", 5)]

    def finding(line: int, message: str, fix: str) -> Finding:
        return Finding("silence", "warning", message, at(line), fix)

    nothing = finding(2, "This comment silences 'dead-rule', but there is nothing to silence.", "Remove it.")
    wrong = (finding(3, "This comment silences 'gap' without a reason.",
                     "Write '# allow gap: why'. Until then it has no effect."),
             finding(4, "'form' cannot be silenced.", "Mend what it finds, and remove this comment."),
             finding(5, "There is no check 'dead-rul'.", "Did you mean 'dead-rule'?"))
    assert silence.check([used, idle, *others], [used], codes) == Result(
        "silence", "refuted", "5 comments", (nothing, *wrong))
    assert silence.check([used, idle, *others], [used], codes, ["dead-rule"]) == Result(
        "silence", "unknown", "5 comments; 1 of them name a check without a result", wrong)
    assert silence.check([comment("xyzzy", "why not", 6)], [], codes).findings == (
        finding(6, "There is no check 'xyzzy'.", ""),)
    assert silence.check([used], [used], codes) == Result("silence", "proven", "1 comment")


KINDS = {"headline": 2, "explain": 2, "label": 2, "ask": 2, "why": 2, "find_out": 2, "value": 2, "phrase": 2, "rule": 2,
         "set_up": 2, "warning": 2, "avert": 2, "step": 2}


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_has_a_kind_and_a_bound(kind: str) -> None:
    """Each text is told by its kind and its length: three characters where two are the most, two in all the others."""
    counts = {"headline": 3, "explain": 3, "label": 1, "ask": 1, "why": 1, "find_out": 1, "value": 2, "phrase": 2,
              "rule": 3, "set_up": 1, "warning": 3, "avert": 1, "step": 1}
    words = dict.fromkeys(counts, "ab") | {kind: "abc"}
    spoken = question("x", "pq")._replace(**{name: words[name] for name in ("label", "ask", "why", "find_out")})
    spoken = spoken._replace(values=tuple(value._replace(text=words["value"], phrase=words["phrase"])
                                          for value in spoken.values))
    made = form("i/f", X)._replace(text="{n}" + words["set_up"][1:], params={"n": 5})
    base: RuleBase = rule_base([spoken], constraints=[wall("w", X, "red")._replace(text=words["rule"])], forms=[made],
                     evidence=[reason("e", X, "red")._replace(text=words["rule"])],
                     warnings=[caution("c", X)._replace(text=words["warning"], avert=words["avert"])])
    told = {name: option._replace(headline=words["headline"], explain=words["explain"])
            for name, option in {**base.options, "neither": base.neither}.items()}
    nothing = [None] * 20
    base = base._replace(
        neither=told.pop("neither"), options=told, limits=KINDS,
        steps={"s": Step("s", X, 1, "must", words["step"], (), at(1))},
        measured_answers={"m": MeasuredRule("m", *nothing[:5], words["rule"], (), at(1))},  # type: ignore[arg-type]
        signs={"g": Sign("g", *nothing[:2], words["warning"], "", words["warning"], "", (), at(1))})  # type: ignore[arg-type]
    found = checked(long_wording, base)
    assert (len(found.findings), found.scope) == (counts[kind], f"{sum(counts.values())} texts")
    assert all("has 3 characters; 2 is the most." in finding.message for finding in found.findings)
    assert {finding.fix for finding in found.findings} == {
        "Say it in fewer words, or raise the limit in rulebase.yaml."}
    bare = base._replace(limits={})
    assert checked(long_wording, bare) == Result("long-wording", "proven", "0 texts")
