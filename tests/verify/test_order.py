"""How many questions the wizard asks and how few are possible, held against going through every tree of questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from random import Random
from string import ascii_letters
from typing import Any

import pytest

from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.interview.interview import Answers, next_choice, replay
from advisor.rulebase import condition
from advisor.rulebase.condition import OPEN, All, AnswerIs, Not
from advisor.rulebase.load import load
from advisor.rulebase.model import UNSURE, RuleBase
from advisor.verify.ordering import order
from advisor.verify.ordering.best import _Search, at_least_with_unsure, fewest_possible
from advisor.verify.ordering.order import Measure, Scale, asked_by_wizard, uniform, uniform_with_unsure, weighted
from advisor.verify.ordering.residuals import MOST_QUESTIONS, WORK_PER_STATE, Residuals
from tests.engine.brute_force import BruteForce
from tests.engine.generated import Maker, question, reason, rule_base
from tests.engine.test_bounds import dense

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"


def small_bases(count: int, questions: int) -> Iterator[tuple[RuleBase, Random]]:
    """Made-up rule bases with at most that many questions."""
    seed = 0
    while count:
        random, seed = Random(seed), seed + 1
        base = Maker(random).rule_base()
        if len(base.questions) <= questions:
            count -= 1
            yield base, random


def random_weights(base: RuleBase, random: Random) -> Measure:
    """Weights of a few people who answer at random, "not sure" included."""
    people = [{name: random.choice([*entry.value_ids, UNSURE]) for name, entry in base.questions.items()}
              for _ in range(5)]
    return weighted(base, people)


def asked(base: RuleBase) -> list[str]:
    return [name for name, entry in base.questions.items() if not entry.given]


class Trees:
    """The best of all trees of questions, by trying every question everywhere. Knows nothing of diagrams."""

    def __init__(self, base: RuleBase, measure: Measure) -> None:
        self.base = base
        self.brute = BruteForce(base)
        self.measure = measure
        self.known: dict[tuple[tuple[str, str], ...], tuple[Fraction, int]] = {}

    def over(self, said: Mapping[str, str]) -> bool:
        """Whether it is settled, or nothing that may still be asked leads to another option."""
        if self.brute.settled(case_of(said)) == "yes":
            return True
        state = self.brute.state(case_of(said))
        return self.brute.all_give(state, [name for name in asked(self.base) if name not in said])

    def best(self, said: Mapping[str, str]) -> tuple[Fraction, int]:
        key = tuple(sorted(said.items()))
        if key not in self.known:
            self.known[key] = (Fraction(0), 0) if self.over(said) else self.ask(said)
        return self.known[key]

    def ask(self, said: Mapping[str, str]) -> tuple[Fraction, int]:
        means, worsts = [], []
        for name in asked(self.base):
            if name not in said:
                counts = self.measure.counts[name]
                after = {value: self.best({**said, name: value}) for value in counts}
                means.append(1 + sum((Fraction(count, sum(counts.values())) * after[value][0]
                                      for value, count in counts.items()), Fraction(0)))
                worsts.append(1 + max(worst for _, worst in after.values()))
        return min(means), min(worsts)


def by_replay(base: RuleBase, compiled: Compiled, measure: Measure) -> tuple[Fraction, int]:
    """The wizard's mean and worst, by an interview with everybody."""
    names, mean, worst = asked(base), Fraction(0), 0
    for values in product(*(measure.counts[name] for name in names)):
        truth = dict(zip(names, values, strict=True))
        count = replay(base, compiled, Answers(given=truth), details=False).choice_length
        chance = prod(Fraction(measure.counts[name][value], sum(measure.counts[name].values()))
                      for name, value in truth.items())
        mean, worst = mean + chance * count, max(worst, count)
    return mean, worst


def test_the_fewest_possible_are_those_of_the_best_tree() -> None:
    harder = 0
    for base, random in small_bases(250, questions=4):
        measures = [uniform(base), random_weights(base, random)]
        compiled = compile_rules(base)
        found, wizard = fewest_possible(base, compiled, measures), asked_by_wizard(base, compiled, measures)
        assert found is not None
        assert wizard is not None
        for measure in measures:
            mean, worst = Trees(base, measure).best({})
            assert (found.means[measure.name], found.worst) == (mean, worst)
            assert wizard.means[measure.name] >= mean
        assert wizard.worst >= found.worst
        harder += found.worst >= 3
    assert harder >= 20


def test_the_wizard_asks_what_its_interviews_ask() -> None:
    for base, random in small_bases(150, questions=5):
        measures = [uniform(base), random_weights(base, random)]
        compiled = compile_rules(base)
        found = asked_by_wizard(base, compiled, measures)
        assert found is not None
        for measure in measures:
            assert (found.means[measure.name], found.worst) == by_replay(base, compiled, measure)


def test_the_wizard_asks_what_its_interviews_ask_of_people_who_are_not_sure() -> None:
    for base, _ in small_bases(120, questions=4):
        measure, compiled = uniform_with_unsure(base), compile_rules(base)
        found = asked_by_wizard(base, compiled, [measure])
        assert found is not None
        assert (found.means[measure.name], found.worst) == by_replay(base, compiled, measure)


def test_what_may_still_be_asked_is_not_all_that_counts() -> None:
    """Where u is "not sure", x leads to `a` or `b` with the same left to ask; with `a` it is settled, with `b` not."""
    u_open, y_a = AnswerIs("u", frozenset([OPEN])), AnswerIs("y", frozenset("a"))
    x = {value: AnswerIs("x", frozenset(value)) for value in "abc"}
    when = condition.Any((All((x["a"], u_open, y_a)), All((x["b"], condition.Any((Not(u_open), y_a)))),
                          All((x["c"], AnswerIs("u", frozenset("a"))))))
    asks_x = question("x", "abc")
    asks_x = asks_x._replace(values=tuple(value._replace(share=10 if value.id == "c" else 1)
                                          for value in asks_x.values))
    base = rule_base([question("u", "ab"), asks_x, question("y", "ab")], evidence=[reason("r", when, "green")])
    compiled, measure = compile_rules(base), uniform_with_unsure(base)
    counts = {value: replay(base, compiled, Answers(given={"u": UNSURE, "x": value, "y": "a"}), details=False).asked
              for value in "ab"}
    assert counts == {"a": ("u", "x"), "b": ("u", "x", "y")}
    found = asked_by_wizard(base, compiled, [measure])
    assert found is not None
    assert (found.means[measure.name], found.worst) == by_replay(base, compiled, measure)


def test_the_bound_where_people_are_not_sure_is_below_the_best_tree() -> None:
    closer = 0
    for base, _ in small_bases(120, questions=4):
        measure, compiled = uniform_with_unsure(base), compile_rules(base)
        mean, worst = Trees(base, measure).best({})
        bounds = [at_least_with_unsure(base, compiled, measure, follow=follow)
                  for follow in (0, 1, len(base.questions))]
        means = [found.mean for found in bounds if found is not None]
        assert len(means) == 3
        assert means == sorted(means)
        assert means[-1] == mean  # nobody is let off
        assert bounds[-1] is not None
        assert bounds[-1].worst == worst
        assert all(found is not None and found.worst <= worst for found in bounds)
        closer += means[0] < means[1] < mean
    assert closer >= 5


def test_the_bound_holds_where_a_question_matters_only_beside_one_that_is_not_sure() -> None:
    """Q decides nothing once u is "not sure", and yet its answer settles what is left of u."""
    differ = condition.Any((All((AnswerIs("r", frozenset("a")), AnswerIs("s", frozenset("b")))),
                            All((AnswerIs("r", frozenset("b")), AnswerIs("s", frozenset("a"))))))
    when = condition.Any((All((AnswerIs("u", frozenset([OPEN])), differ)),
                          All((AnswerIs("u", frozenset("a")), AnswerIs("q", frozenset("a")), differ))))
    base = rule_base([question("u", ascii_letters[:30]), question("q", "abcdef"), question("r", "ab"),
                      question("s", "ab")], evidence=[reason("r", when, "green")])
    compiled, measure = compile_rules(base), uniform_with_unsure(base)
    mean, worst = Trees(base, measure).best({})
    for follow in (0, 1, 4):
        found = at_least_with_unsure(base, compiled, measure, follow=follow)
        assert found is not None
        assert found.mean <= mean
        assert found.worst <= worst


def both(first: str, second: str) -> RuleBase:
    """Green where both answers are `a`; a third question is idle."""
    when = All((AnswerIs(first, frozenset("a")), AnswerIs(second, frozenset("a"))))
    return rule_base([question("x", "ab"), question("y", "abc"), question("z", "ab")],
                     evidence=[reason("r", when, "green")])


def test_worked_out_by_hand() -> None:
    base = both("x", "y")
    compiled = compile_rules(base)
    people = [{"x": "a"}] * 6 + [{"y": "b"}, {"y": "unsure"}]
    measures = [uniform(base), weighted(base, people)]
    assert measures[1].counts == {"x": {"a": 7, "b": 1}, "y": {"a": 1, "b": 2, "c": 1}, "z": {"a": 1, "b": 1}}
    found = fewest_possible(base, compiled, measures)
    assert found is not None
    # y first: it is `a` in 1 of 3 cases (weighted: 1 of 4), and only then x is asked; x first would take 1 + 1/2
    assert found.means == {"uniform": Fraction(4, 3), "weighted": Fraction(5, 4)}
    assert (found.worst, found.states) == (2, 5)  # nothing, x is a, y is a, green, not green
    assert asked_by_wizard(base, compiled, measures) == found._replace(states=4)  # x comes second: "x is a" is not met


def test_the_second_rule_base() -> None:
    base = load(COMMUTE)
    compiled, measure = compile_rules(base), uniform(base)
    found, wizard = fewest_possible(base, compiled, [measure]), asked_by_wizard(base, compiled, [measure])
    assert found is not None
    assert wizard is not None
    assert (found.means["uniform"], found.worst) == Trees(base, measure).best({})
    assert (wizard.means["uniform"], wizard.worst) == by_replay(base, compiled, measure)


def test_a_fingerprint_stands_for_the_decision() -> None:
    decisions: dict[tuple[object, ...], str] = {}
    met = 0
    for seed in range(400):
        random = Random(seed)
        base = both("x", "y")._replace(evidence={})
        maker = Maker(random)
        rules = [reason(f"e{place}", maker.condition(base.questions), random.choice(["red", "green"]), "slight")
                 for place in range(random.randint(1, 2))]
        base = base._replace(evidence={rule.id: rule for rule in rules})
        outcomes = BruteForce(base).outcomes
        hangs_on = tuple(name for place, name in enumerate(base.questions) if any(
            outcomes[state][0] != outcomes[(*state[:place], other, *state[place + 1:])][0]
            for state in outcomes for other in [*base.questions[name].value_ids, "open"]))
        decision = (hangs_on, *(outcome[0] for outcome in outcomes.values()))
        names = list(base.questions)
        random.shuffle(names)
        other = base._replace(questions={name: base.questions[name]._replace(
            ask="reworded", values=tuple(reversed(base.questions[name].values))) for name in names})
        mark = Residuals(base, compile_rules(base), 1000).fingerprint()
        assert Residuals(other, compile_rules(other), 1000).fingerprint() == mark
        met += decision in decisions
        assert decisions.setdefault(decision, mark) == mark
    assert met >= 20
    assert len(set(decisions.values())) == len(decisions) >= 20


def test_too_much_is_unknown() -> None:
    base = dense(9, 14)
    compiled = compile_rules(base)
    measures = [uniform(base)]
    assert fewest_possible(base, compiled, measures, states=200) is None
    assert asked_by_wizard(base, compiled, measures, states=20) is None
    assert asked_by_wizard(base, compiled, measures, visits=0) is None
    assert at_least_with_unsure(base, compiled, uniform_with_unsure(base), states=200) is None
    assert fewest_possible(base, None, measures) is None
    assert asked_by_wizard(base, None, measures) is None


@pytest.mark.parametrize("states", [1, 50, 400])
def test_no_more_is_looked_at_than_allowed(states: int) -> None:
    base = dense(9, 14)
    residuals = Residuals(base, compile_rules(base), states)
    search = _Search(residuals, [Scale(uniform(base), residuals)], states, follow=0)
    with pytest.raises(TooLarge):
        search.least(residuals.start)
    assert search.met == states + 1  # the last one was refused
    assert len(search.found) <= states
    assert residuals.work <= WORK_PER_STATE * states + 1
    assert len(residuals.diagrams) <= residuals.diagrams.limit


def test_very_many_questions_are_unknown_and_no_fault() -> None:
    names = [f"q{place}" for place in range(MOST_QUESTIONS + 1)]
    conditions = [AnswerIs(name, frozenset("a")) for name in names]
    for count in (MOST_QUESTIONS, MOST_QUESTIONS + 1):
        base = rule_base([question(name, "ab") for name in names],
                         evidence=[reason("r", All(tuple(conditions[:count])), "green")])
        compiled = compile_rules(base)
        assert fewest_possible(base, compiled, [uniform(base)], states=2 * MOST_QUESTIONS) is None
        wizard = asked_by_wizard(base, compiled, [uniform(base)])  # it asks them one after another
        assert (None if wizard is None else wizard.worst) == (count if count <= MOST_QUESTIONS else None)


def test_bounds_on_choices_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    base = dense(9, 14)
    compiled = compile_rules(base)
    nodes = len(compiled.diagrams.reachable([compiled.option]))
    calls = []

    def counting(*arguments: Any) -> str | None:
        calls.append(arguments)
        return next_choice(*arguments)

    monkeypatch.setattr(order, "next_choice", counting)
    assert asked_by_wizard(base, compiled, [uniform(base)], visits=5 * nodes) is None
    assert len(calls) == 5
