"""untagged-form: a set-up text with a word that calls for a tag, on a form that does not carry it."""

from __future__ import annotations

import re

from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, Result, counted, result

CODE = "untagged-form"


def check(bench: Bench) -> Result:
    """Every set-up form against the `tag_words` of rulebase.yaml."""
    findings = []
    for tag, words in bench.base.tag_words.items():
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\w*", re.IGNORECASE)
        for form in bench.base.forms.values():
            found = pattern.search(form.text)
            if found is not None and tag not in form.tags:
                findings.append(Finding(
                    CODE, "warning", f"Set-up form {form.id!r} speaks of {found[0]!r}, but does not carry the tag "
                    f"{tag!r}.", form.at, f"Add 'tags: [{tag}]': statements about safety go by it. If it is not meant "
                    f"so, say '# allow {CODE}: why'."))
    return result(CODE, f"{counted(len(bench.base.forms), 'form')}, {counted(len(bench.base.tag_words), 'tag')}",
                  findings)
