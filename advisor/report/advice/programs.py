"""What a named mail program and a named provider add to a recommendation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from advisor.engine.analysis import settled
from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import Evaluation, evaluate, holds
from advisor.engine.limits import lacking, limit_id
from advisor.engine.logic import Truth
from advisor.report.advice.recommendation import Limit, Otherwise, ProgramPart, ProviderPart, Told
from advisor.report.page.citations import citations_of
from advisor.report.page.phrases import listed, sentence
from advisor.rulebase.model import NEITHER, Form, RuleBase
from advisor.rulebase.programs import Client, Fact, Note, NotOn, Place, Provider
from advisor.rulebase.sources import Source

_STANDS: Mapping[Truth, Literal["yes", "no", "unknown"]] = {
    Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "unknown"}
ROOM = "Room"
_OTHER_PROGRAMS = 3
"""How many other programs are named where one lacks what is advised."""


def without_limits(base: RuleBase, case: Case, compiled: Compiled | None) -> Otherwise:
    """What is advised where no program sets a limit."""
    option = base.option(evaluate(base, case).option)
    return Otherwise(option.id, option.name, "unknown" if compiled is None else settled(base, case, compiled))


def client_part(base: RuleBase, case: Case, evaluation: Evaluation, client: Client,
                otherwise: Otherwise | None = None, provider: Provider | None = None) -> ProgramPart:
    """Where the program has each item of the set-up, its traps, and the way out where it lacks what is advised.

    `base` and `evaluation` know the walls of the program; `otherwise` is the advice without them. In a program that
    lacks what is advised, or cannot read the mail of `provider`, nothing is to be set.
    """
    offered = _offered(client, evaluation.option)
    barred = provider.not_on if provider is not None else None
    barred = barred if barred is not None and client.id in barred.clients else None
    of_use = offered != "no" and barred is None
    traps = client.traps if of_use else ()
    items = tuple(told for name in evaluation.set_up if of_use for told in _place(base, client, base.forms[name]))
    limits = _limits(base, evaluation, client)
    otherwise = otherwise if limits else None
    wanted = evaluation.option if offered != "yes" else otherwise.option if otherwise else evaluation.option
    others = tuple(other.name for other in base.clients.values()
                   if other.id != client.id and other.offers.values.get(wanted) == "yes")[:_OTHER_PROGRAMS]
    statements = list(_about_option(base, client, evaluation, otherwise, limits, others))
    if barred is not None:
        statements.append("There is nothing to set there: see what stands directly under the advice.")
    elif of_use and not evaluation.set_up:
        statements.append("Nothing special has to be set there.")
    return ProgramPart(client.id, client.name, offered, tuple(statements), items,
                       tuple(_notes(base, case, evaluation, (note for note in traps if not note.first))), limits,
                       otherwise, others, citations_of(base, client.offers.sources) if limits else (),
                       (*_barred(base, barred),
                        *_notes(base, case, evaluation, (note for note in traps if note.first))))


def provider_part(base: RuleBase, case: Case, evaluation: Evaluation, provider: Provider) -> ProviderPart:
    """The settings for the option advised, what is special, and what to ask."""
    option = base.option(evaluation.option)
    server = provider.servers.get(option.id)
    settings: list[Told] = []
    statements: list[str] = []
    if server is not None:
        statements.append(f"Settings for {option.name}, to copy:")
        sources = server.sources
        for name, label, fact in (("host", "Server", server.host), ("port", "Port", server.port),
                                  ("security", "Security", server.security)):
            settings += _told(base, name, label, fact, sources, server.as_of)
        notes = [*_told(base, "sign_in", "Sign-in", server.sign_in, sources, server.as_of),
                 *_told(base, "enable_first", "Switch on first", server.enable_first, sources, server.as_of)]
    else:
        notes = []
        statements.append(
            "There are no settings to copy: no way in by a mail program is known to be open." if option.id == NEITHER
            else f"Settings for {option.name} are not known here: ask the provider, or read its help pages."
            if provider.generic or not provider.servers
            else f"{provider.name} is not known to offer {option.name}: there are no settings to copy.")
    notes += _notes(base, case, evaluation, (provider.room,) if provider.room is not None else (), "room", ROOM)
    notes += _notes(base, case, evaluation, provider.notes)
    return ProviderPart(provider.id, provider.name, option.id, option.name, tuple(statements), tuple(settings),
                        tuple(notes), provider.ask)


def _offered(client: Client, option: str) -> Literal["yes", "no", "unknown"]:
    if option == NEITHER:
        return "yes"
    said = client.offers.values.get(option)
    return "yes" if said == "yes" else "no" if said == "no" else "unknown"


def _limits(base: RuleBase, evaluation: Evaluation, client: Client) -> tuple[Limit, ...]:
    traces = {entry.rule: entry for entry in evaluation.trace if entry.kind == "constraint"}
    found = []
    for option in lacking(base, client):
        trace = traces.get(limit_id(client, option))
        if trace is not None:
            found.append(Limit(option, base.options[option].name, trace.rule, _STANDS[trace.truth], trace.waits_for))
    return tuple(found)


def _about_option(base: RuleBase, client: Client, evaluation: Evaluation, otherwise: Otherwise | None,
                  limits: tuple[Limit, ...], others: tuple[str, ...]) -> Iterator[str]:
    """What the program lacks or may lack, whether that counts, and the way out; nothing where it lacks nothing."""
    advised = base.option(evaluation.option)
    way_out = f"another program that has it{f', such as {_either(others)}' if others else ''}"
    for limit in limits:
        lacks = f"{client.name} does not have {limit.name}"
        if limit.stands == "yes":
            yield sentence(f"{lacks}, so {limit.name} is ruled out in this program.")
        if otherwise and limit.stands == "yes" and limit.option == otherwise.option != advised.id:
            yield f"Without this limit, the advice would be {limit.name}. The other way: {way_out}."
        elif limit.stands == "yes":
            yield "The advice would be the same without this limit."
        elif limit.option == advised.id:
            has = [option.name for option in base.options.values() if client.offers.values.get(option.id) == "yes"]
            why = f"{listed(has)}, which it has, {'is' if len(has) == 1 else 'are'} not possible for you"
            if limit.stands == "unknown":
                labels = listed([base.questions[name].label for name in limit.waits_for])
                why = (f"{listed(has)}, which it has, may not be possible for you: that hangs on what is not known "
                       f"yet ({labels})")
            yield sentence(f"{lacks}. {why}. So use {way_out}.")
        else:
            yield sentence(f"{lacks}; for your answers that makes no difference.")
    if advised.id != NEITHER and advised.id not in client.offers.values:
        yield (f"Whether it has {advised.name} is not verified: look for {advised.name} when you add the account. If "
               f"it is not there, use {way_out}.")


def _either(names: Sequence[str]) -> str:
    return listed(list(names)).replace(" and ", " or ")


def _place(base: RuleBase, client: Client, form: Form) -> Iterator[Told]:
    """Where the program has it; where that is not known, what to look for in any program."""
    generic = [other for other in base.clients.values() if other.generic and other.id != client.id]
    for known in (client, *generic):
        place = known.items.get(form.id) or known.items.get(form.item)
        if place is None:
            continue
        if known is client and place.where.text:
            yield Told(form.id, form.name, _where(place), True, place.as_of, citations_of(base, place.sources))
        else:
            yield Told(form.id, form.name, place.where.look_for or place.where.text, False, "", ())
        return


def _where(place: Place) -> str:
    text = place.where.text.rstrip(".")
    if place.name.text:
        text += f": \"{place.name.text}\""
    parts = [f"{text}."]
    parts += [f"What it is called is not verified: {sentence(place.name.look_for)}"] if place.name.look_for else []
    parts += [sentence(place.do.text)] if place.do.text else []
    parts += [f"What to choose is not verified: {sentence(place.do.look_for)}"] if place.do.look_for else []
    parts += [f"By default: {place.default.text.rstrip('.')}."] if place.default.text else []
    parts += [f"The default is not verified: {place.default.look_for.rstrip('.')}."] if place.default.look_for else []
    return " ".join(parts)


def _barred(base: RuleBase, barred: NotOn | None) -> Iterator[Told]:
    """That the provider's mail cannot be read in this program."""
    if barred is not None:
        yield from _told(base, "", "", Fact(barred.text, ""), barred.sources, barred.as_of)


def _notes(base: RuleBase, case: Case, evaluation: Evaluation, notes: Iterable[Note], name: str = "",
           label: str = "") -> Iterator[Told]:
    for note in notes:
        if holds(base, case, evaluation, note.when):
            yield from _told(base, name, label, note.fact, note.sources, note.as_of)


def _told(base: RuleBase, name: str, label: str, fact: Fact, sources: tuple[Source, ...],
          as_of: str) -> Iterator[Told]:
    if fact.text:
        yield Told(name, label, sentence(fact.text) if not label else fact.text, True, as_of,
                   citations_of(base, sources))
    elif fact.look_for:
        yield Told(name, label, fact.look_for, False, "", ())
