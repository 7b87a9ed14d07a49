"""Figures, long words, initials, languages and icons as pages write them."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from lucide import IconDoesNotExist

from hub.templatetags.hub_icons import icon
from hub.templatetags.hub_text import change, figure, foreign, initials, soft

pytestmark = pytest.mark.once

LONG = "gegevensbeschermingseffectbeoordeling"


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (Decimal("23500.000"), "en", "23,500"),
        (Decimal("1.500"), "en", "1.5"),
        (Decimal("1.500"), "de", "1,5"),
        (Decimal("1E+3"), "en", "1,000"),
        (0, "en", "0"),
        (None, "en", ""),
    ],
)
def test_figures_have_no_idle_zeros(value: object, language: str, shown: str) -> None:
    with translation.override(language):
        assert figure(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(160.0, "+160 %"), (-86.4, "−86 %"), (0.0, "±0 %"), (None, "")]
)
def test_changes_carry_their_sign(value: float | None, shown: str) -> None:
    with translation.override("en"):
        assert change(value) == shown


def test_long_words_get_soft_hyphens_and_short_ones_none() -> None:
    broken = soft(LONG)
    assert broken.replace("\u00ad", "") == LONG
    parts = broken.split("\u00ad")
    assert len(parts) > 1
    assert min(map(len, parts)) >= 5
    assert soft("A short title") == "A short title"


def test_soft_hyphens_keep_marks_and_escape_everything_else() -> None:
    shown = Template("{% load hub_text %}{{ text|soft }}{{ html|soft }}")
    text = shown.render(Context({"text": f"<b>{LONG}", "html": ""}))
    assert text.startswith("&lt;b&gt;")
    assert "\u00ad" in text


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Lina Kesteloo", "LK"), ("lea@lantern.example", "LE"), ("Ada", "A"), ("", "?")],
)
def test_initials_are_two_letters_at_most(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_only_foreign_texts_name_their_language() -> None:
    with translation.override("fr"):
        assert foreign("fr") == ""
        assert foreign("nl") == ' lang="nl"'
        assert foreign("") == ""
        assert foreign('"><b>') == ' lang="&quot;&gt;&lt;b&gt;"'


def test_icons_are_hidden_from_screen_readers_and_must_exist() -> None:
    assert icon("search").startswith('<svg class="i"')
    assert 'aria-hidden="true"' in icon("search")
    # One that no page is known to use stands in the page itself.
    assert "<path" in icon("zap")
    with pytest.raises(IconDoesNotExist):
        icon("no-such-icon")
