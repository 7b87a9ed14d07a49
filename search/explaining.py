"""Why a hit stands where it stands, in words that need no engine."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Entry, Importance
from practices.listing import STATUS_LABELS
from practices.words import Status
from search.models import EntryText
from search.request import SearchRequest, Sort
from search.text import LANGUAGES, analyse, stem

LOWER = (Status.ABANDONED, Status.ENDED)
OVERDUE = datetime.timedelta(days=30)


@dataclass(frozen=True)
class _Asked:
    """The words that count, and the language that they tell."""

    words: Sequence[str]
    language: str


def reasons(
    entries: Sequence[Entry], request: SearchRequest
) -> Mapping[int, Sequence[str]]:
    """For each entry sentences on why it stands there: one query."""
    parsed = request.parsed
    query = analyse(parsed.text, request.language)
    asked = _Asked(query.words, query.language)
    texts = EntryText.objects.in_bulk([entry.pk for entry in entries])
    return {
        entry.pk: [
            *_of_words(texts.get(entry.pk), entry.language, asked),
            *map(_of_phrase, parsed.phrases),
            *_of_entry(entry),
            *_of_language(entry, asked, request),
            *_of_order(request, asked),
            *_of_hand(entry, request),
        ]
        for entry in entries
    }


def _of_words(text: EntryText | None, language: str, asked: _Asked) -> list[str]:
    if text is None or not asked.words:
        return []
    code = language if language in LANGUAGES else "en"
    stems = {word: stem(word, code) for word in asked.words}
    places = {
        _("title"): text.title,
        _("summary"): text.summary,
        _("text"): text.body,
        _("names and tags"): text.names,
    }
    found = []
    for place, kept in places.items():
        known = set(kept.split())
        words = [word for word, one in stems.items() if one in known]
        if words:
            found.append(_has(place, words, len(asked.words)))
    return found or [
        _(
            "None of the words stands there as written: it is a near spelling, a part"
            " of a compound, or a name that means the same."
        )
    ]


def _has(place: str, words: Sequence[str], total: int) -> str:
    return ngettext(
        "Where: %(place)s, %(n)s of %(total)s word (%(words)s).",
        "Where: %(place)s, %(n)s of %(total)s words (%(words)s).",
        total,
    ) % {"place": place, "n": len(words), "total": total, "words": ", ".join(words)}


def _of_phrase(phrase: str) -> str:
    return _("Has “%(phrase)s” word by word.") % {"phrase": phrase}


def _of_entry(entry: Entry) -> list[str]:
    found = []
    if entry.importance:
        label = Importance(entry.importance).label
        found.append(_("%(importance)s: stands higher.") % {"importance": label})
    if entry.status in LOWER:
        label = STATUS_LABELS[Status(entry.status)]
        found.append(_("%(status)s: stands lower.") % {"status": label})
    if entry.review_on and entry.review_on < timezone.localdate() - OVERDUE:
        day = date_format(entry.review_on)
        found.append(
            _("To be reviewed by %(day)s, overdue: stands a little lower.")
            % {"day": day}
        )
    if entry.reuses:
        found.append(
            ngettext(
                "Reused by %(n)s agency: stands a little higher.",
                "Reused by %(n)s agencies: stands a little higher.",
                entry.reuses,
            )
            % {"n": entry.reuses}
        )
    if entry.checked_on:
        found.append(_("Checked on %(day)s.") % {"day": date_format(entry.checked_on)})
    return found


def _of_language(entry: Entry, asked: _Asked, request: SearchRequest) -> list[str]:
    found = []
    if asked.words and entry.language == asked.language:
        found.append(_("In the language of the words: stands higher."))
    if asked.words and entry.language == request.language:
        found.append(_("In your language: stands a little higher."))
    return found


def _of_hand(entry: Entry, request: SearchRequest) -> list[str]:
    """What knowledge managers said about these words."""
    found = []
    if entry.key in request.first:
        found.append(_("Put first for these words by hand."))
    if request.units:
        said = _("Synonyms count along for: %(words)s.")
        found.append(said % {"words": ", ".join(request.units)})
    if request.heard:
        found.append(_("Searched without empty phrases: %(q)s") % {"q": request.heard})
    return found


def _of_order(request: SearchRequest, asked: _Asked) -> list[str]:
    if request.sort is Sort.REUSED:
        return [_("In the order of reuses: nothing else counts.")]
    if request.sort is not Sort.BEST:
        return [_("In the order of dates: nothing else counts.")]
    if not asked.words:
        return [_("No words were asked: importance comes first, then the newest.")]
    return []
