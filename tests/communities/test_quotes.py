"""What of a comment becomes the text of a page: its author's own words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.portal.quotes import text_of
from communities.talk.markdown import Named, to_html


def written(markdown: str, *people: Named) -> str:
    return "".join(str(value) for _kind, value in text_of(to_html(markdown, people)))


def test_words_of_others_are_left_out() -> None:
    text = written("> Ann: our register\n> > and deeper\n\nMine **is** simpler.")
    assert text == "<p>Mine <b>is</b> simpler.</p>"


def test_people_who_are_mentioned_are_not_named() -> None:
    ann = Named(12, "Ann Moor", "/people/12/")
    text = written("Ask @Ann Moor about it.", ann)
    assert "Ann" not in text
    assert "/people/" not in text


@pytest.mark.parametrize(
    "way",
    [
        "/communities/kestrel/",
        "[this](/communities/kestrel/discussions/3/)",
        "http://127.0.0.1:8000/communities/kestrel/",
        "`/communities/kestrel/library/`",
    ],
)
def test_no_way_leads_into_a_community(way: str) -> None:
    assert "kestrel" not in written(f"Look at {way} first.")


def test_ways_to_elsewhere_stay() -> None:
    text = written("[Law](https://law.example/communities/x/) and https://a.example/")
    assert 'href="https://law.example/communities/x/"' in text
    assert 'href="https://a.example/"' in text


def test_code_is_a_block_of_its_own() -> None:
    found = text_of(to_html("First:\n\n    a < b\n\nThen rest."))
    assert [kind for kind, _value in found] == ["paragraph", "code", "paragraph"]
    assert found[1][1]["code"] == "a < b"


def test_nothing_of_ones_own_is_no_block() -> None:
    assert text_of(to_html("> Only what somebody else said")) == []


@given(st.text(max_size=300))
def test_no_text_breaks_a_page(markdown: str) -> None:
    for kind, value in text_of(to_html(markdown)):
        assert kind in {"paragraph", "code"}
        assert "<script" not in str(value) or kind == "code"
        assert "<blockquote" not in str(value) or kind == "code"
