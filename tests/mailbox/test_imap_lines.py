"""Single lines of answers: whatever bytes arrive, reading them raises nothing and invents nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.mailbox.imap_lines import FIGURE_MOST, decoded, figure, listed, quoted, sizes, statuses, unquoted

ANSWER = st.one_of(
    st.binary(max_size=60),
    st.tuples(st.binary(max_size=30), st.binary(max_size=20)),
    st.none(),
    st.sampled_from([b'() "/" a', b"a (MESSAGES 1)", b"1 (RFC822.SIZE 5)", b")", (b"() NIL {3}", b"abc")]),
)


@given(st.lists(ANSWER, max_size=8))
def test_any_bytes_can_be_read(answers: list[bytes | tuple[bytes, bytes] | None]) -> None:
    for one in listed(answers):
        assert one.raw
        assert isinstance(one.name, str)
    for figures in statuses(answers).values():
        assert all(0 <= value <= FIGURE_MOST for value in figures.values())
    assert all(number >= 0 and size >= 0 for number, size in sizes(answers).items())


@given(st.binary(max_size=60))
def test_a_name_goes_back_as_it_came_or_not_at_all(name: bytes) -> None:
    sent = quoted(name)
    if sent is not None:
        assert unquoted(sent.encode("ascii")) == name
        assert "\r" not in sent
        assert "\n" not in sent


@given(st.text(max_size=30).filter(lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text)))
def test_names_are_decoded_as_they_were_encoded(name: str) -> None:
    from imapclient.imap_utf7 import encode

    assert decoded(encode(name)) == name


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"0", 0),
        (b"17", 17),
        (3, 3),
        (0, 0),
        (b"-1", None),
        (-1, None),
        (b"", None),
        (b"1.5", None),
        (b"many", None),
        (FIGURE_MOST, FIGURE_MOST),
        (FIGURE_MOST + 1, None),
        (str(FIGURE_MOST + 1).encode(), None),
        (b"9" * 5000, None),
        (None, None),
        ("7", None),
        ("²".encode(), None),
    ],
)
def test_figures(value: object, expected: int | None) -> None:
    assert figure(value) == expected


def test_a_status_belongs_to_its_folder() -> None:
    answers = [b'"a" (MESSAGES 1 SIZE 2)', b"inbox (SIZE 3 MESSAGES 4)", (b"{3}", b"b c"), b" (MESSAGES 5)"]
    assert statuses(answers) == {
        b"a": {"MESSAGES": 1, "SIZE": 2},
        b"INBOX": {"SIZE": 3, "MESSAGES": 4},
        b"b c": {"MESSAGES": 5},
    }


def test_levels_without_mail() -> None:
    folders = listed([b'(\\NoSelect) "/" a', b'(\\NonExistent) "/" b', b'(\\HasChildren) "." "c d"'])
    assert [(one.name, one.selectable, one.separator) for one in folders] == [
        ("a", False, "/"),
        ("b", False, "/"),
        ("c d", True, "."),
    ]


@pytest.mark.parametrize(
    ("line", "special"),
    [
        (b'(\\HasNoChildren \\Important) "/" "[Gmail]/Important"', "important"),
        (b'(\\Sent) "/" Gesendet', "sent"),
        (b'() "/" INBOX', "inbox"),
        (b'(\\HasNoChildren) "/" Gesendet', ""),
    ],
)
def test_what_a_folder_is_for_by_the_server(line: bytes, special: str) -> None:
    (one,) = listed([line])
    assert one.special == special


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("Gesendet", "sent"),
        ("INBOX/Gesendete Elemente", "sent"),
        ("Papierkorb", "trash"),
        ("Corbeille", "trash"),
        ("Éléments envoyés", "sent"),
        ("Корзина", "trash"),
        ("Calendar", "calendar"),
        ("Kontakte", "contacts"),
        ("Notes", "notes"),
        ("Outbox", "outbox"),
        ("Sync Issues/Conflicts", "automatic"),
        ("Important", ""),  # whether it shows messages of other folders again a name does not tell
        ("Starred", ""),
        ("Projekte", ""),
    ],
)
def test_what_a_folder_is_for_by_its_name(name: str, use: str) -> None:
    from imapclient.imap_utf7 import encode

    (one,) = listed([b'() "/" "' + encode(name) + b'"'])
    assert (one.special, one.usual()) == ("", use)
