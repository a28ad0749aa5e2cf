"""unmet-need: the screen, what stays silent, and every case gone through."""

from __future__ import annotations

from random import Random

from advisor.rulebase.condition import ALWAYS
from advisor.rulebase.model import Provided, Step
from advisor.verify.bench import Bench
from advisor.verify.checks.unmet_need import CODE, check, needs_of
from tests.verify.checks.population import Subject, everybody
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen, silent

PACK = """pack:
  when: {when}
  order: {order}
  level: must
  text: Put your shoes in a bag.
  sources: [T.3]
  gives: [dry-shoes]
"""
SWIM = """swim:
  when: {verdict: walk}
  order: 20
  level: should
  text: Wade through the river.
  sources: [T.3]
  {key}
"""


def steps(when: str, order: int, key: str = "needs: [dry-shoes]") -> str:
    return PACK.replace("{when}", when).replace("{order}", str(order)) + SWIM.replace("{key}", key)


def test_the_screen() -> None:
    found = same_screen(CODE)
    late, without = found.found(CODE)
    assert late.witnesses[0].case == {"wind": "strong"}
    assert without.witnesses[0].case == {}  # nothing is known of the wind, so nobody is told to pack


def test_a_step_before_it_in_every_case_is_enough() -> None:
    silent(CODE, steps=steps("{verdict: walk}", 10))
    silent(CODE, steps=steps("always", 19))


def test_a_step_at_the_same_place_or_after_it_is_not() -> None:
    for order in (20, 30):
        assert [finding.message.split(" ")[1] for finding in check_tiny(steps=steps("always", order)).found(CODE)] == [
            "'swim'", "'swim'"]


def test_what_destroys_needs_what_the_rule_base_says() -> None:
    provided = "destroying_needs: [dry-shoes]\n"
    destroys = "destroys: yes"
    silent(CODE, steps=steps("always", 10, destroys), rulebase=provided)
    found = check_tiny(steps=steps("always", 30, destroys), rulebase=provided)
    assert len(found.found(CODE)) == 2
    [finding] = check_tiny(steps=steps("always", 30, destroys)).found("unprotected-step")  # it is refused unread
    assert "'swim' destroys, and nothing is named that protects it" in finding.message


def test_what_destroys_needs_what_protects_it_and_not_what_protects_other_things() -> None:
    others = "destroying_needs: [dry-socks]\nprovided: {dry-socks: {when: always, text: They are in the car.}}\n"
    destroys = "destroys: [dry-shoes]"
    silent(CODE, steps=steps("always", 10, destroys))
    silent(CODE, steps=steps("always", 30, "destroys: no"))
    for rulebase in ("", others):
        found = check_tiny(steps=steps("always", 30, destroys), rulebase=rulebase)
        assert len(found.found(CODE)) == 2
    silent(CODE, steps=steps("always", 30, "destroys: yes"), rulebase=others)


def test_what_is_provided_needs_no_step() -> None:
    provided = "provided: {dry-shoes: {when: {wind: [strong, calm, open]}, text: The path is dry.}}\n"
    silent(CODE, steps=SWIM.replace("{key}", "needs: [dry-shoes]"), rulebase=provided)
    found = check_tiny(steps=SWIM.replace("{key}", "needs: [dry-shoes]"),
                       rulebase=provided.replace("[strong, calm, open]", "calm"))
    [finding] = found.found(CODE)
    assert "nothing before it gives 'dry-shoes'" in finding.message


def with_needs(member: Subject, random: Random) -> Bench:
    """The member's conditions as steps with needs drawn at random."""
    names, made = ("a", "b"), {}
    for number, rule in enumerate(member.rules("constraint", "evidence", "warning", "step")):
        name = f"s{number}"
        made[name] = Step(name, rule.when, random.choice((10, 20, 30)), "must", "T.", (), rule.at,
                          tuple(need for need in names if random.random() < 0.3),
                          tuple(gift for gift in names if random.random() < 0.3),
                          ("b",) if random.random() < 0.2 else ())
    given = random.choice(member.rules("constraint", "evidence", "warning", "step")).when
    base = member.base._replace(steps=made, provided={
        "a": Provided("a", given if random.random() < 0.7 else ALWAYS, "T.", next(iter(made.values())).at)})
    return Bench(base, {})


def expected(member: Subject, bench: Bench) -> set[tuple[str, str, str]]:
    found = set()
    met = {name: set(member.truth.met(step.when)) for name, step in bench.base.steps.items()}
    for name, step in bench.base.steps.items():
        for need in needs_of(step):
            givers = [other for other in bench.base.steps.values() if need in other.gives]
            seen_to = {number for other in givers if other.order < step.order for number in met[other.id]}
            if need in bench.base.provided:
                seen_to |= set(member.truth.met(bench.base.provided[need].when))
            if met[name] - seen_to:
                found.add((name, need, ""))
            found |= {(name, need, other.id) for other in givers
                      if other.id != name and other.order >= step.order and met[name] & met[other.id]}
    return found


def test_every_case_gone_through() -> None:
    random, faulty = Random(7), 0
    for member in everybody():
        bench = with_needs(member, random)
        told = set()
        for finding in check(bench).findings:
            words = finding.message.split("'")
            late = "comes before" in finding.message
            told.add((words[1], words[5] if late else words[3], words[3] if late else ""))
            [witness] = finding.witnesses
            assert member.truth.fires(next(rule for rule in bench.rules if rule.id == words[1]), witness.case)
        assert told == expected(member, bench)
        faulty += bool(told)
    assert faulty > 100
