"""Markdown from elsewhere becomes the blocks of a page."""

import pytest

from practices.importing.markdown import guide_blocks

pytestmark = pytest.mark.once

BASE = "https://example.org/manual/page/"


def blocks_of(markdown: str, title: str = "Title", base: str = BASE) -> list[dict]:
    """The blocks without their ids."""
    found = guide_blocks(markdown, title=title, base=base, key="test")
    return [{"type": block["type"], "value": block["value"]} for block in found]


def only(markdown: str, kind: str = "paragraph") -> object:
    """The value of the only block."""
    [block] = blocks_of(markdown)
    assert block["type"] == kind
    return block["value"]


def test_a_first_heading_that_repeats_the_title_is_dropped() -> None:
    assert blocks_of("# Writing letters\n\nText.", title="Writing letters!") == [
        {"type": "paragraph", "value": "<p>Text.</p>"}
    ]


def test_a_first_heading_with_other_words_stays() -> None:
    assert blocks_of("# Before you start\n\nText.")[0] == {
        "type": "section",
        "value": {"title": "Before you start"},
    }


@pytest.mark.parametrize("marks", [("##", "###", "####"), ("###", "####", "#####")])
def test_levels_are_normalised_whatever_they_were(marks: tuple[str, str, str]) -> None:
    top, middle, low = marks
    body = f"{top} One\n\n{middle} Two\n\n{low} Three\n\nText."
    assert blocks_of(body) == [
        {"type": "section", "value": {"title": "One"}},
        {"type": "paragraph", "value": "<h3>Two</h3><h4>Three</h4><p>Text.</p>"},
    ]


def test_one_first_heading_above_all_others_is_no_level_of_its_own() -> None:
    found = blocks_of("# Other words\n\n## One\n\na\n\n## Two\n\nb")
    sections = [b["value"]["title"] for b in found if b["type"] == "section"]
    assert sections == ["Other words", "One", "Two"]


def test_a_heading_without_a_blank_after_its_marks_is_a_heading() -> None:
    assert blocks_of("##The problem\ntext") == [
        {"type": "section", "value": {"title": "The problem"}},
        {"type": "paragraph", "value": "<p>text</p>"},
    ]


def test_a_hash_tag_is_no_heading() -> None:
    assert only("We say\n#OpenData to all.") == "<p>We say #OpenData to all.</p>"


def test_lines_in_bold_are_headings_where_there_are_no_others() -> None:
    found = blocks_of("**Contexte**\n\nUn.\n\n**Solution**\n\nDeux.")
    assert [block["type"] for block in found] == ["section", "paragraph"] * 2


def test_nested_lists_keep_their_depth_and_numbers() -> None:
    value = only("1. one\n   - inner\n     more\n2. two")
    assert value == "<ol><li>one<ul><li>inner more</li></ul></li><li>two</li></ol>"


def test_a_list_of_lines_with_hyphens_written_by_hand_is_a_list() -> None:
    value = only("Who?  \n\\- citizens  \n\\- mayors")
    assert value == "<p>Who?</p><ul><li>citizens</li><li>mayors</li></ul>"


def test_an_ordered_list_that_a_picture_splits_keeps_its_numbers() -> None:
    found = blocks_of("1. one\n\n   ![Alt](a.png)\n\n2. two")
    assert [block["value"] for block in found if block["type"] == "paragraph"] == [
        "<p>1. one</p>",
        "<p>2. two</p>",
    ]


def test_styles_are_those_of_the_database_format() -> None:
    value = only("**a** *b* `c` <sup>d</sup> ~~e~~")
    assert value == "<p><b>a</b> <i>b</i> <code>c</code> <sup>d</sup> e</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**« mot »**suite", "<p><b>« mot »</b>suite</p>"),
        ("**mot\xa0**: suite", "<p><b>mot</b>\xa0: suite</p>"),
        ("un **mot seul", "<p>un mot seul</p>"),
        ("*Joconde * et *Palissy*", "<p><i>Joconde</i> et <i>Palissy</i></p>"),
    ],
)
def test_bold_that_markdown_refuses_is_mended(source: str, expected: str) -> None:
    assert only(source) == expected


def test_two_hyphens_between_blanks_are_a_dash() -> None:
    assert only("stock -- and `a -- b`") == "<p>stock – and <code>a -- b</code></p>"


def test_marks_inside_code_stay() -> None:
    assert only("Use `**kwargs` **here**") == (
        "<p>Use <code>**kwargs</code> <b>here</b></p>"
    )


def test_a_soft_line_break_is_a_blank_and_a_hard_one_a_break() -> None:
    assert only("a\nb  \nc") == "<p>a b<br/>c</p>"


def test_abbreviations_are_listed_at_the_end() -> None:
    assert only("The API.\n\n*[API]: programming interface") == (
        "<p>The API.</p><ul><li><b>API</b>: programming interface</li></ul>"
    )


def test_footnotes_stand_at_the_end() -> None:
    value = only("Fact[^1].\n\n[^1]: The source.")
    assert value == "<p>Fact<sup>[1]</sup>.</p><ol><li>The source.</li></ol>"


def test_a_heading_as_long_as_a_paragraph_is_one() -> None:
    words = "word " * 40
    assert only(f"## {words}") == f"<p>{words.strip()}</p>"


def test_ids_are_the_same_in_every_run_and_differ_between_records() -> None:
    def ids(key: str) -> list[str]:
        found = guide_blocks("## A\n\nb\n\n> c", title="", base="", key=key)
        return [block["id"] for block in found]

    assert ids("one") == ids("one")
    assert len({*ids("one"), *ids("two")}) == 6


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 3000 + "text",
        "> " * 3000 + "text",
        "- " * 3000 + "text",
        "[" * 5000,
        "**" * 5000,
        "`" * 5001,
        "| a " * 3000 + "|",
        "!!! note\n" * 500,
    ],
)
def test_hostile_text_is_read_or_refused_quickly(hostile: str) -> None:
    try:
        found = blocks_of(hostile)
    except RecursionError:
        return
    assert isinstance(found, list)
