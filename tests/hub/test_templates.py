"""What every template keeps to, so that the content policy and the frame hold."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client

from hub import icons

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
NAMES = [str(file.relative_to(ROOT)) for file in TEMPLATES]
# Whole pages stand directly in the folder of their package.
PAGES = [
    name for name in NAMES if re.fullmatch(r"(hub|practices|search)/\w+\.html", name)
]
# Needs nothing, not even the frame.
ALONE = "500.html"


def source(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles_with_all_its_tags(name: str) -> None:
    assert get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_page_stands_in_the_frame(name: str) -> None:
    assert source(name).startswith('{% extends "base.html" %}')


@pytest.mark.parametrize("name", NAMES)
def test_no_inline_script_or_style_element(name: str) -> None:
    # Programs for mail know no sheet beside the mail.
    if name.startswith(("wagtail", "mail/")):
        return
    text = source(name)
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\son\w+=", text)


@pytest.mark.parametrize("name", NAMES)
def test_included_templates_exist(name: str) -> None:
    for included in re.findall(r"{% include [\"']([^\"']+)[\"']", source(name)):
        assert get_template(included)


def test_error_page_needs_no_context_and_asks_for_nothing_else() -> None:
    text = source(ALONE)
    assert "{{" not in text
    assert "{%" not in text
    assert "hub.css" in text


def test_icons_of_templates_stand_in_the_one_file_that_browsers_keep() -> None:
    texts = [source(name) for name in NAMES if "hub_icons" in source(name)]
    used = {each for text in texts for each in re.findall(r'{% icon "(.+?)" %}', text)}
    assert used
    assert used <= icons.NAMES
    answer = Client().get(icons.address())
    assert answer["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer["Cache-Control"]
    drawn = set(re.findall(r'<symbol id="(.+?)"', answer.content.decode()))
    assert drawn == icons.NAMES


@pytest.mark.parametrize("name", NAMES)
def test_words_are_ready_for_translation(name: str) -> None:
    """A text between tags is a variable, a translation, or no word at all."""
    if name == ALONE or "/admin/" in name or name.startswith("wagtail"):
        return
    text = source(name)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text, flags=re.S)
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.S)
    words = re.findall(r">([^<>]*[A-Za-z]{2,}[^<>]*)<", text)
    assert [word for word in words if word.strip() not in ("", "&nbsp;")] == []
