"""How texts, figures and languages are written on a page."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.listing import language_name
from vocabulary.labels import pick

register = template.Library()

SOFT_HYPHEN = "\u00ad"
LONG_WORD = re.compile(r"[^\W\d_]{21,}")
# After a linking ending of Dutch and German compounds, else between two consonants
# with a vowel on each side, else before a consonant between two vowels.
VOWELS = "aeiouyäöüéèàâêîôûœæ"
CONSONANTS = "bcdfghjklmnpqrstvwxzßç"
BREAKS = (
    re.compile(r"(?<=ings)|(?<=ungs)|(?<=heits)|(?<=keits)|(?<=schafts)|(?<=tions)"),
    re.compile(rf"(?<=[{VOWELS}][{CONSONANTS}])(?=[{CONSONANTS}][{VOWELS}])"),
    re.compile(rf"(?<=[{VOWELS}])(?=[{CONSONANTS}][{VOWELS}])"),
)
SHORTEST_PART = 5


@register.filter(is_safe=True)
@stringfilter
def soft(text: str) -> str:
    """The text with soft hyphens in words of more than 20 letters."""
    return LONG_WORD.sub(lambda match: _hyphenated(match.group()), text)


@register.simple_tag
def foreign(language: str | None) -> SafeString | str:
    """The attribute lang="…" for a text that is not in the interface's language."""
    if not language or language == (get_language() or "en")[:2]:
        return ""
    return format_html(' lang="{}"', language)


@register.simple_tag
def passage(text: str, language: str | None) -> SafeString:
    """A name with its language, for use inside a sentence of the interface."""
    return format_html("<span{}>{}</span>", foreign(language), soft(text))


@register.simple_tag
def person_words(person: Any) -> SafeString:
    """A name with the function and the agency that the hub knows of it."""
    words = [passage(*person.function_label)] if person.function_label[0] else []
    words += [_agency_name(person.agency)] if person.agency else []
    if not words:
        return format_html("{}", person)
    told = format_html_join(", ", "{}", ((each,) for each in words))
    return format_html("{} ({})", person, told)


# Not "language_name": Django's own i18n tags would hide it.
@register.filter
def language_word(code: str) -> str:
    """The name of a language in the language of the interface."""
    return str(language_name(code))


@register.filter
def figure(value: Any) -> str:
    """A number as people of the language write it, without idle zeros."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value)).normalize()
    if number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    return formats.number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def change(value: float | None) -> str:
    """A change in percent with its sign: "+160 %"."""
    if value is None:
        return ""
    sign = "+" if value > 0 else "\u2212" if value < 0 else "\u00b1"
    shown = formats.number_format(abs(round(value)), force_grouping=True)
    return _("%(sign)s%(number)s %%") % {"sign": sign, "number": shown}


@register.filter
def initials(name: Any) -> str:
    """The first letters of the first and the last word of a name."""
    words = [word for word in re.split(r"[\s.@_-]+", str(name)) if word]
    if not words:
        return "?"
    picked = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return picked.upper()


def _hyphenated(word: str) -> str:
    places: list[int] = []
    for pattern in BREAKS:
        for match in pattern.finditer(word.lower()):
            place = match.start()
            edges = (0, len(word), *places)
            if all(abs(place - edge) >= SHORTEST_PART for edge in edges):
                places.append(place)
    starts = [0, *sorted(places)]
    ends = [*sorted(places), len(word)]
    parts = (word[start:end] for start, end in zip(starts, ends, strict=True))
    return SOFT_HYPHEN.join(parts)


def _agency_name(agency: Any) -> SafeString:
    """The name of an agency in the reader's language, else with the one it is in."""
    text, language = pick(agency.names)
    return passage(text or agency.slug, language if text else "")
