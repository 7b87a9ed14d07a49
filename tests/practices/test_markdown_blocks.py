"""What is no running text arrives as a block of its own."""

import pytest

from practices.importing.links import absolute_link, link_base
from practices.importing.markdown import guide_blocks

pytestmark = pytest.mark.once

BASE = "https://example.org/manual/page/"


def blocks_of(markdown: str) -> list[dict]:
    """The blocks without their ids."""
    found = guide_blocks(markdown, title="", base=BASE, key="test")
    return [{"type": block["type"], "value": block["value"]} for block in found]


def only(markdown: str, kind: str) -> dict:
    """The value of the only block."""
    [block] = blocks_of(markdown)
    assert block["type"] == kind
    return block["value"]


def cells(value: dict) -> list[list[str]]:
    """The rows of a table block."""
    return [row["values"] for row in value["table"]["rows"]]


def headings(value: dict) -> list[str]:
    """The headings of a table block."""
    return [column["heading"] for column in value["table"]["columns"]]


def test_a_table_keeps_headings_cells_and_links() -> None:
    value = only("| A | B |\n|---|---|\n| *x* | [y](z.html) |", "table")
    assert headings(value) == ["A", "B"]
    link = '<p><a href="https://example.org/manual/page/z.html">y</a></p>'
    assert cells(value) == [["<p><i>x</i></p>", link]]


def test_a_table_without_headings_or_with_too_few_loses_no_cell() -> None:
    value = only("|----\n| Name |\n|----\n| a | b | c |\n|----", "table")
    assert headings(value) == ["Name", "", ""]
    assert cells(value) == [["<p>a</p>", "<p>b</p>", "<p>c</p>"]]


def test_rows_between_bars_without_a_rule_are_a_table() -> None:
    value = only("| Discovery | Alpha |\n| Desk | Lab |", "table")
    assert headings(value) == ["Discovery", "Alpha"]


def test_an_html_table_is_a_table() -> None:
    source = "<table><tr><th colspan=2>A</th></tr><tr><td>x</td><td>y</td></tr></table>"
    value = only(source, "table")
    assert headings(value) == ["A", ""]
    assert cells(value) == [["<p>x</p>", "<p>y</p>"]]


def test_fenced_code_keeps_its_language_and_marks() -> None:
    value = only("```yaml\n# **a**: {{ b }}\n- [x](y)\n```", "code")
    assert value == {"language": "yaml", "code": "# **a**: {{ b }}\n- [x](y)"}


def test_indented_code_is_code_and_indented_prose_is_not() -> None:
    assert only("Say:\n\n    User-agent: *\n    Disallow: /"[6:], "code")
    prose = "    Le poids de ces associations a augmenté de six pour cent depuis 2018"
    assert blocks_of(prose)[0]["type"] == "paragraph"


def test_a_plain_quotation_is_a_quote_with_its_source() -> None:
    assert only("> It works.\n>\n> — A mayor", "quote") == {
        "text": "It works.",
        "source": "A mayor",
    }


def test_a_quotation_with_links_or_lists_is_a_callout() -> None:
    value = only("> See [this](https://example.org/a):\n>\n> - one", "callout")
    assert value["text"].endswith("<ul><li>one</li></ul>")
    assert '<a href="https://example.org/a">this</a>' in value["text"]


@pytest.mark.parametrize(
    ("source", "kind", "title"),
    [
        ('!!! tip "Do this"\n\n    Text.', "tip", "Do this"),
        ('!!! warning dismissible "Under way"\n    Text.', "warning", "Under way"),
        ('??? expander "More"\n\tText.', "info", "More"),
        ("!!! danger\n    Text.", "warning", "Danger"),
        ("::: legal The act\nText.\n:::", "legal", "The act"),
        ("<details><summary>More</summary>Text.</details>", "info", "More"),
    ],
)
def test_admonitions_containers_and_details_are_callouts(
    source: str, kind: str, title: str
) -> None:
    value = only(source, "callout")
    assert value == {"kind": kind, "title": title, "text": "<p>Text.</p>"}


def test_what_cannot_stand_in_a_callout_follows_it() -> None:
    found = blocks_of(
        '!!! example "Case"\n\n    Text.\n\n    ![Alt](a.png)\n\n    End.'
    )
    assert [b["type"] for b in found] == ["callout", "picture", "paragraph"]


def test_a_task_list_is_a_checklist_and_its_links_follow() -> None:
    found = blocks_of("- [ ] Read [this](https://example.org/a)\n- [x] Done")
    items = [item["value"] for item in found[0]["value"]["items"]]
    assert found[0]["type"] == "checklist"
    assert items == ["Read this", "Done"]
    assert '<a href="https://example.org/a">this</a>' in found[1]["value"]


def test_a_picture_has_its_address_and_alternative_text() -> None:
    assert only('![A map](../map.png "The town")', "picture") == {
        "image": None,
        "source_url": "https://example.org/manual/map.png",
        "alt": "A map",
        "decorative": False,
        "caption": "The town",
    }


def test_a_picture_without_alternative_text_is_decorative() -> None:
    assert only("![](a.png)", "picture")["decorative"] is True


def test_a_picture_in_a_link_keeps_the_link() -> None:
    found = blocks_of("[![Demo](a.png)](https://example.org/demo)")
    assert found[1]["value"] == '<p><a href="https://example.org/demo">Demo</a></p>'


def test_a_figure_keeps_its_caption() -> None:
    source = (
        "<figure><img src=/a.png alt=A><figcaption>Made *here*</figcaption></figure>"
    )
    assert only(source, "picture")["caption"] == "Made *here*"


def test_html_inside_markdown_is_read_as_markdown_is() -> None:
    found = blocks_of(
        '<h2 id="x">Part</h2>\n<p>One<br>two <a href="/a">a</a></p>\n<hr>'
    )
    assert found == [
        {"type": "section", "value": {"title": "Part"}},
        {
            "type": "paragraph",
            "value": '<p>One<br/>two <a href="https://example.org/a">a</a></p>',
        },
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<style>p{color:red}</style>",
        "<!-- a comment -->",
        "{% include x.html %}{{ page.title }}",
        '--8<-- "snippet.md"',
        "<form><select><option>A</option></select></form>",
    ],
)
def test_what_no_reader_should_see_is_left_out(source: str) -> None:
    assert blocks_of(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Button{ .md-button .big }", "<p>Button</p>"),
        ("## Part { data-search-exclude }", None),
        (":material-arrow-right: Go", "<p>Go</p>"),
        ("the :term:`open data` act", "<p>the open data act</p>"),
        ("the :term: \\` open data \\` act", "<p>the open data act</p>"),
        ("the {term:open data} act", "<p>the open data act</p>"),
        ("fits <media-type> here", "<p>fits &lt;media-type&gt; here</p>"),
        ("an {id} in braces", "<p>an {id} in braces</p>"),
        ("caf\u00ade\u200b", "<p>cafe</p>"),
        ("A &nbsp;B &amp; C", "<p>A \xa0B &amp; C</p>"),
    ],
)
def test_leftovers_of_site_generators_disappear(source: str, expected: str) -> None:
    [block] = blocks_of(source)
    assert block["value"] == (expected or {"title": "Part"})


def test_html_never_brings_scripts_along() -> None:
    source = '<a href="javascript:alert(1)" onclick="x()">a</a> <img src=x onerror=y()>'
    assert "javascript" not in str(blocks_of(source))
    assert "onerror" not in str(blocks_of(source))


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("a.html", "https://example.org/manual/page/a.html"),
        ("../b", "https://example.org/manual/b"),
        ("/c", "https://example.org/c"),
        ("../other/index.md#x", "https://example.org/manual/other/#x"),
        ("other.md", "https://example.org/manual/page/other/"),
        ("www.example.com/x", "https://www.example.com/x"),
        ("https://example.com/é b", "https://example.com/%C3%A9%20b"),
        ("mailto:me@example.org", "mailto:me@example.org"),
        ("#part", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://example.org/x", None),
        ("http://", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_links_lead_to_the_web_or_nowhere(target: str, expected: str | None) -> None:
    assert absolute_link(target, BASE) == expected


def test_links_of_a_page_start_from_the_folder_of_its_source_file() -> None:
    assert link_base(BASE, "manual-page-index") == BASE
    assert link_base(BASE, "manual-page") == "https://example.org/manual/"
    assert link_base("https://example.org/a.html", "a") == "https://example.org/a.html"
