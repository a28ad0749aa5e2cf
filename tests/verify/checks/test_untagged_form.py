"""untagged-form: the screen, and what stays silent."""

from __future__ import annotations

from advisor.verify.checks.untagged_form import CODE
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen, silent

WORDS = "tag_words: {gets-wet: [wade, swim]}\n"
FORM = """river:
  name: The river
  forms:
    on-foot:
      when: {verdict: walk}
      text: "{text}"
      sources: [T.3]
"""


def test_the_screen() -> None:
    same_screen(CODE)


def test_a_form_with_the_tag_is_no_finding() -> None:
    silent(CODE, rulebase=WORDS, set_up=FORM.replace("{text}", "Wade.") + "      tags: [gets-wet]\n")


def test_without_words_there_is_nothing_to_find() -> None:
    silent(CODE, set_up=FORM.replace("{text}", "Wade."))


def test_a_word_counts_with_its_endings_and_not_inside_another() -> None:
    for text, count in (("Wading is out.", 0), ("Do wade.", 1), ("SWIMMING.", 1), ("They waded.", 1),
                        ("Outswim them.", 0), ("A bridge.", 0)):
        assert len(check_tiny(rulebase=WORDS, set_up=FORM.replace("{text}", text)).found(CODE)) == count, text
