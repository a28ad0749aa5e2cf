"""Pages about checks as plain text: every kind of block, and the line about one code."""

from __future__ import annotations

from advisor.report.page.terminal import plain
from advisor.report.rules.check_page import fault_codes, fault_lines, page_lines

PAGE = """\
# form: rules that
## What

See [silence](silence.md) and [the **other** page](https://example.org/x.md); write `when:`.
It goes on here.

| code | what | do |
|---|---|---|
| `a-b` | It is `*so*`. | See [gap](gap.md). |
| `x` | One. | Two. |

    advisor rules check --strict    a command longer than the width

- one of
  two lines
- two

```yaml
# [not](a-link.md)

a:  {b: `c`}
```

All words: [README.md](README.md).
"""


def test_every_kind_of_block() -> None:
    assert plain(page_lines(PAGE, 40, ("silence", "gap"))) == """\
form: rules that

What

See silence (advisor rules check
--explain silence) and the other page;
write when:. It goes on here.

a-b: It is *so*. See gap (advisor rules
  check --explain gap).
x: One. Two.

    advisor rules check --strict    a command longer than the width

- one of two lines
- two

    # [not](a-link.md)

    a:  {b: `c`}
"""


def test_the_line_about_one_code() -> None:
    assert plain(fault_lines(PAGE, "x", 80)) == "x: One. Two.\nform: rules that\nadvisor rules check --explain form\n"
    assert [fault_lines(PAGE, other, 80) for other in ("code", "y", "", "---")] == [[], [], [], []]
    assert fault_codes(PAGE) == ["a-b", "x"]


def test_nothing_in_a_page_steers() -> None:
    assert "\x1b" not in plain(page_lines("# a: b\n\n\x1b[1m\n\n    \x1b[1m\n\n```\n\x1b[1m\n```\n", 40, ()))
