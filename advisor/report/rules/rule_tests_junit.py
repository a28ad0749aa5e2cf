"""What `advisor rules test --format junit` writes: the XML that build servers read."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from advisor.report.page.clean import clean
from advisor.report.rules.rule_tests_text import RuleTestReport, replay
from advisor.rulebase.model import RuleBase
from advisor.verify.testing.run_tests import Difference, Result


def junit_text(report: RuleTestReport) -> str:
    """One suite for each file, one case for each test; `todo` is skipped, and says whether it holds by now."""
    root = ElementTree.Element("testsuites", _counts(report.results) | {"name": _safe(_title(report.base))})
    for file in dict.fromkeys(result.test.at.file for result in report.results):
        results = [result for result in report.results if result.test.at.file == file]
        suite = ElementTree.SubElement(root, "testsuite", {"name": _safe(file)} | _counts(results))
        for result in results:
            _case(suite, report, result)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, report: RuleTestReport, result: Result) -> None:
    test = result.test
    case = ElementTree.SubElement(suite, "testcase", {
        "classname": _safe(test.at.file), "name": _safe(test.name), "file": _safe(test.at.file),
        "line": str(test.at.line), "time": "0"})
    if result.status in ("todo", "todo-passes"):
        holds = " (holds now)" if result.status == "todo-passes" else ""
        ElementTree.SubElement(case, "skipped", {"message": _safe(f"todo: {test.todo}{holds}")})
    elif result.status == "failed":
        gone = " ".join(entry.problem.message for entry in test.gone)
        what = gone or f"not as expected: {', '.join(found.what for found in result.differences)}"
        failure = ElementTree.SubElement(case, "failure", {"message": _safe(what), "type": "expectation"})
        lines = [test.story, *(str(entry.problem) for entry in test.gone),
                 *(_told(found) for found in result.differences), f"because: {'; '.join(test.because)}",
                 replay(report, result)]
        failure.text = "\n".join(map(_safe, lines))


def _told(found: Difference) -> str:
    expected, came = (", ".join(words) or "none" for words in (found.expected, found.found))
    return f"{found.at}: {found.what}: expected {expected}; found {came}"


def _counts(results: Sequence[Result]) -> dict[str, str]:
    statuses = [result.status for result in results]
    skipped = statuses.count("todo") + statuses.count("todo-passes")
    return {"tests": str(len(statuses)), "failures": str(statuses.count("failed")), "errors": "0",
            "skipped": str(skipped), "time": "0"}


def _title(base: RuleBase) -> str:
    return f"{base.name} {base.version}"


def _safe(text: str) -> str:
    """Without anything that XML cannot hold or that could do more than be shown."""
    return clean(text)
