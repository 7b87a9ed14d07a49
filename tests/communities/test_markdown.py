"""What people type becomes HTML that harms nobody, in a short time."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communities.talk.markdown import (
    LONGEST,
    TAGS,
    Named,
    plain,
    to_html,
    without_names,
)

ANN = Named(3, "Ann Moor", "/people/3/")
GUEST = Named(4, "Ann")
SIGNS = "<>&\"'`*_[]()!#@:/\\-+.0 1a\n\t|~=javascript:data"


class Parts(HTMLParser):
    """The elements and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attrs in Parts(html).found:
        assert tag in TAGS, html
        assert set(attrs) <= {"href", "rel", "class", "start"}, html
        if "href" in attrs:
            assert re.match("https?://|mailto:|/(?!/)", attrs["href"] or "", re.I), html
            assert attrs["rel"] == "nofollow ugc noopener"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**b** *i* `c`", "<p><strong>b</strong> <em>i</em> <code>c</code></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("# Title", "<p><strong>Title</strong></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("a | b\n--|--\n1 | 2", "<p>a | b<br>\n--|--<br>\n1 | 2</p>"),
        ("", ""),
    ],
)
def test_a_small_part_of_markdown_is_shown(typed: str, shown: str) -> None:
    assert to_html(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![a](https://elsewhere.example/a.png)",
        "[a](javascript:alert(1))",
        "[a](  JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "[a](//elsewhere.example)",
        "<javascript:alert(1)>",
        '[a](https://a.example "onclick=alert(1)")',
        '[a](https://a.example/"onmouseover="alert(1))',
        "[a]: javascript:alert(1)\n\n[a]",
        "<a href='https://a.example' class='mention'>@Ann</a>",
        "`<b>`\n\n    <b>code</b>",
        "\0<b\0>",
    ],
)
def test_nothing_that_runs_or_loads_gets_through(typed: str) -> None:
    html = to_html(typed, [ANN])
    assert_harmless(html)
    assert "<script" not in html
    assert "<img" not in html
    assert all("class" not in attrs for _tag, attrs in Parts(html).found)


def test_links_are_marked_as_written_by_readers() -> None:
    html = to_html("[a](https://a.example) and https://b.example/?x=1&y=2.")
    assert html.count('rel="nofollow ugc noopener"') == 2
    assert 'href="https://b.example/?x=1&amp;y=2"' in html


def test_who_is_named_becomes_a_link_and_strangers_read_no_name() -> None:
    html = to_html("Ask @Ann Moor, @Annie or @ann.", [GUEST, ANN])
    assert (
        '<a class="mention" href="/people/3/" rel="nofollow ugc noopener">@Ann Moor</a>'
        in html
    )
    assert "@Annie" in html
    assert '<b class="mention">@ann</b>' in html
    told = without_names(html)
    assert "Moor" not in told
    assert "people" not in told
    assert plain(html, is_named=False) == "Ask @an agent, @Annie or @an agent."


@pytest.mark.parametrize("typed", ["`@Ann Moor`", "x@Ann Moor", "[@Ann Moor](/x/)"])
def test_nobody_is_named_in_code_addresses_and_links(typed: str) -> None:
    assert "mention" not in to_html(typed, [ANN])


def test_words_stay_words_in_plain_text() -> None:
    html = to_html("a < b\n\n- *c* & d\n- `e`")
    assert plain(html) == "a < b c & d e"


@pytest.mark.parametrize(
    "bomb",
    [
        *(
            "[",
            "*",
            "**a ",
            ">",
            "- ",
            "`",
            "[a](",
            "<",
            "\\",
            "&",
            "https://",
            "[a](<",
        ),
        *("![[", "a\n", "`a``", "[](", "1. ", "> - ", "http://a", "x@", "*_", "@Ann "),
    ],
)
def test_bombs_cost_no_time_and_nest_no_deeper_than_a_reader_can_follow(
    bomb: str,
) -> None:
    start = time.perf_counter()
    html = to_html(bomb * (LONGEST // len(bomb)), [ANN, GUEST])
    assert time.perf_counter() - start < 3
    assert html.count("<blockquote>") < 20
    assert_harmless(html)


def test_what_is_longer_than_any_form_is_cut() -> None:
    assert len(to_html("a" * 50_000)) < LONGEST + 20


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from(list(SIGNS)), max_size=120))
def test_whatever_is_typed_is_harmless(typed: str) -> None:
    assert_harmless(to_html(typed, [ANN, GUEST]))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_letters_of_any_script_are_taken(typed: str) -> None:
    assert_harmless(to_html(typed))
