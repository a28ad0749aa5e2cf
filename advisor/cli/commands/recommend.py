"""`advisor recommend`: a case from flags and file, a recommendation, a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import check_outputs
from advisor.cli.edge.status import Failure, Status
from advisor.cli.files.flags import case_from_flags, unknown_words
from advisor.cli.files.from_file import FromFile
from advisor.cli.opening.interviews import MISSING_MAIL
from advisor.cli.opening.programs import find_programs
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.advice import show_recommendation
from advisor.cli.showing.form import ADVICE, Form
from advisor.engine.case import Case, merge
from advisor.engine.programs import answers_of
from advisor.report.advice.build import recommend


class RecommendOptions(NamedTuple):
    """What the command line said."""

    flags: Mapping[str, list[str]]
    extra: Sequence[str]
    answers: str | None
    form: Form
    save: Path | None = None
    client: str | None = None
    provider: str | None = None


def run_recommend(environment: Environment, opened: Opened, options: RecommendOptions) -> int:
    """Decides and reports; raises Failure with every fault of flags and file."""
    case, problems = case_from_flags(opened.base, options.flags)
    problems += unknown_words(opened, options.extra)
    problems += ADVICE.faults(options.form)
    client, provider, unknown = find_programs(environment, opened.base, options.client, options.provider)
    problems += unknown
    file = FromFile(Case())
    if options.answers is not None:
        from advisor.cli.showing.onward import answers_from

        try:
            file = answers_from(environment, opened, options.answers, MISSING_MAIL)
        except Failure as failure:
            if not problems:
                raise
            problems += failure.problems
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    check_outputs({"--output": options.form.output, "--save": options.save}, [options.answers, options.form.template])
    known, client, provider = file.with_programs(client, provider)
    whole = merge([answers_of(provider) if provider else Case(), known, case])
    rec = recommend(opened.base, whole, opened.compiled, rules=opened.named, client=client, provider=provider)
    show_recommendation(environment, rec, options.form, onward=opened)
    if options.save is not None:
        from advisor.cli.files.case_file import save_case

        save_case(environment, opened, rec, whole, options.save)
    return Status.DONE
