"""A recommendation as a support ticket: a note for colleagues, and a reply that can be sent as it is.

Names and addresses never get in by themselves: the reply greets nobody by name, and is signed only if asked to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from advisor.report.advice import wording
from advisor.report.advice.recommendation import OpenQuestion, Recommendation
from advisor.report.page.clean import clean
from advisor.report.page.facts import Citation
from advisor.report.page.glossary import words_among
from advisor.report.page.phrases import sentence, versions
from advisor.report.page.ticket_words import claims_of, differing, given
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.position import Position
from advisor.rulebase.problem import InputRefused, Problem

PLACEHOLDERS = {
    "verdict": "the advice in a sentence",
    "headline": "the advice, whether it is settled, and on what condition",
    "certainty": "whether the advice can still change, and on what condition it holds",
    "explain": "what the advised option is",
    "reasons": "why, in two or three sentences",
    "against": "what speaks against it",
    "set_up": "the settings, one a line",
    "steps": "what to do, numbered, in safe order",
    "warnings": "what can go wrong and what helps, one a line",
    "open": "what is not known, and whether it matters",
    "questions": "the open questions that matter most, one a line",
    "changes": "which other answers would change the advice",
    "answers": "the answers by their ids, and where they came from",
    "rule_ids": "the ids of the rules that counted",
    "claims": "the claims behind it, by their ids",
    "terms": "what the words mean that stand in the reply, one a line",
    "versions": "which program and which rules were asked",
    "command": "the command that gives this again",
    "signature": "the signature, or nothing",
}
"""What a template may hold in braces. `{{` and `}}` stand for the braces themselves."""

TEMPLATE = """\
NOTE FOR COLLEAGUES (not for the customer)
Advice: {headline}
Answers: {answers}
Rules that counted: {rule_ids}
Claims behind it: {claims}
What would change it: {changes}
Open: {open}
The same again: {command}
{versions}

REPLY TO THE CUSTOMER
Hello,

thank you for telling us how you use your mailbox. Our advice:

{verdict}
{explain}
{certainty}

Why we advise this: {reasons}
What speaks against it: {against}

How to set it up:
{set_up}

Please take these steps in this order, and leave out none of those marked "must":
{steps}

What can go wrong, and what helps:
{warnings}

If you can tell us more, this would help us most:
{questions}

What the words mean:
{terms}

If a step does not work as described, or if you are not sure of it, please stop there and write to us before you go on.

Kind regards
{signature}
"""

_NOTHING_BUT_WARNINGS = "nothing that you told us; what can go wrong stands below."
REPLY = TEMPLATE.partition("REPLY TO THE CUSTOMER")[2]
_MOST_REASONS = 3
MOST_QUESTIONS = 4
_PART = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|\{")


def render_ticket(rec: Recommendation, *, template: str | None = None, signature: str = "",
                  template_name: str = "template") -> str:
    """The ticket, by `template` (TEMPLATE if None) with the words of PLACEHOLDERS filled in.

    Raises InputRefused, with `template_name` as the file, where the template holds a placeholder that is not known.
    """
    text = TEMPLATE if template is None else "\n".join(map(_line, template.splitlines())) + "\n"
    _check_template(text, template_name)
    values = ticket_values(rec, signature)
    # One pass: braces within a value mean nothing.
    filled = _PART.sub(lambda match: values[match[1]] if match[1] is not None else match[0][0], text)
    return filled.rstrip() + "\n"


def _check_template(text: str, name: str) -> None:
    """Raises InputRefused with every placeholder in `text` that is not known, and every brace left open."""
    problems = []
    for match in _PART.finditer(text):
        before = text[:match.start()]
        at = Position(name, before.count("\n") + 1, match.start() - (before.rfind("\n") + 1) + 1)
        if match[0] == "{":
            problems.append(Problem("open-brace", "This brace opens no placeholder.", at,
                                    fix="Close it on the same line, or write {{ for a brace."))
        elif match[1] is not None and match[1] not in PLACEHOLDERS:
            problems.append(Problem("unknown-placeholder", f"Nothing fills '{{{clean(match[1])}}}'.", at,
                                    fix=suggestion(match[1], PLACEHOLDERS, show_all_up_to=len(PLACEHOLDERS))))
    if problems:
        raise InputRefused(problems)


def ticket_values(rec: Recommendation, signature: str = "") -> Mapping[str, str]:
    """What each of PLACEHOLDERS stands for in this case."""
    conditions = " ".join(filter(None, [*map(wording.proviso, rec.verdict.provisos), wording.limit(rec),
                                        *map(wording.labelled, wording.first_of(rec))]))
    values = {
        "verdict": clean(rec.verdict.headline),
        "headline": clean(f"{wording.headline(rec)} {conditions}".rstrip()),
        "certainty": clean(f"{wording.standing(rec)} {conditions}".rstrip()),
        "explain": clean(rec.verdict.explain),
        "reasons": clean(_reasons(rec)),
        "against": clean(" ".join(reason.text for reason in rec.reasons_against()[:_MOST_REASONS])
                         or (_NOTHING_BUT_WARNINGS if rec.warnings else wording.nothing_against(rec))),
        "set_up": _list(map(wording.item_text, rec.set_up), sentence(wording.NO_SET_UP)) + _programs(rec),
        "steps": "\n".join(f"{number}. {'(must) ' if step.level == 'must' else ''}{clean(step.text)}"
                           for number, step in enumerate(rec.steps, 1)) or "Nothing has to be done.",
        "warnings": _list((f"{warning.text} What helps: {warning.avert}" for warning in rec.warnings),
                          sentence(wording.no_warnings(rec))),
        "open": clean(_open(rec)),
        "questions": _list(_questions(rec), "- nothing more, thank you"),
        "changes": clean(wording.changes(rec, 3)),
        "answers": clean(given(rec.answers) + (f". {differing(rec.disagreements)}" if rec.disagreements else "")),
        "rule_ids": clean(", ".join(entry.rule for entry in rec.trace if entry.fired) or "none"),
        "claims": clean(claims_of(_cited(rec))),
        "terms": "",
        "versions": clean(versions(rec)),
        "command": clean(rec.command),
        "signature": "\n".join(map(_line, signature.splitlines())),
    }
    read = [text for name, text in values.items() if f"{{{name}}}" in REPLY]
    return values | {"terms": _list((word.text for word in words_among(read, rec.terms)), "- none to explain")}


def _cited(rec: Recommendation) -> Iterator[Citation]:
    """Everything that the report cites, in its order."""
    yield from rec.verdict.default_sources
    for part in (rec.verdict.ruled_out, rec.reasons, rec.set_up, rec.steps, rec.warnings, rec.facts()):
        for statement in part:
            yield from statement.sources


def _reasons(rec: Recommendation) -> str:
    """The strongest reasons; what the default says, or what ruled the others out, where there are none."""
    verdict = rec.verdict
    texts = [verdict.default_text] if verdict.by_default else []
    texts += [reason.text for reason in rec.reasons_for()]
    if len(texts) < _MOST_REASONS:
        texts += [wall.text for wall in verdict.ruled_out]
    return " ".join(texts[:_MOST_REASONS])


def _programs(rec: Recommendation) -> str:
    """What is said of the program and the provider that were named, behind the settings; nothing without them."""
    blocks = []
    if rec.client is not None:
        facts = map(wording.labelled, (*rec.client.items, *rec.client.traps))
        blocks.append([f"{wording.in_client(rec.client)}:", *rec.client.statements, *(f"- {fact}" for fact in facts)])
    if rec.provider is not None:
        part = rec.provider
        block = [wording.settings_of(part), *part.statements, *map(wording.to_copy, part.settings),
                 *(f"- {wording.labelled(note)}" for note in part.notes)]
        blocks.append([*block, *([f"{wording.ASK}:"] if part.ask else []), *(f"- {text}" for text in part.ask)])
    return "".join("\n\n" + "\n".join(map(clean, block)) for block in blocks)


def _open(rec: Recommendation) -> str:
    return " ".join(filter(None, [*wording.open_sentences(rec), wording.best_question(rec)])) or (
        "Nothing but whether the condition above holds.")


def _questions(rec: Recommendation) -> list[str]:
    """The open questions that a person should answer next: the best one, then by what they can change."""
    def weight(found: OpenQuestion) -> tuple[bool, bool, bool]:
        return (found.question != rec.best_question, "verdict" not in found.can_change,
                "set_up" not in found.can_change)

    left = sorted((found for found in rec.open if found.can_change), key=weight)
    return [found.ask for found in left[:MOST_QUESTIONS]]


def _list(texts: Iterable[str], none: str) -> str:
    return "\n".join(f"- {clean(text)}" for text in texts) or none


def _line(text: str) -> str:
    """A line of a person's own text: indented as it was, but with nothing in it that steers."""
    return clean(text).rstrip()
