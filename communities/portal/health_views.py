"""How a community fares, for its owners."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.directory import agency_word
from catalogue.access import reader_for
from catalogue.models import Stamp
from catalogue.spreadsheets import plain
from communities import permissions
from communities.frame import area, frame
from communities.models import CommunityPage
from communities.portal.figures import Health
from communities.portal.figures import health as figures_of
from communities.portal.words import (
    duration_words,
    number_words,
    reached_words,
    share_words,
)
from communities.standing import Standing

Line = tuple[str, str, str]


@require_safe
@area(permissions.may_own)
def health(request: HttpRequest, who: Standing) -> HttpResponse:
    """Figures of the last four weeks and twelve; nothing about single people."""
    found = figures_of(_community(who))
    context = {
        **frame(who, "health"),
        "health": found,
        "active": share_words(found.active),
        "newcomers": number_words(found.newcomers),
        "reached": _reached(found),
        "first_answer": duration_words(found.first_answer),
        "agencies": _agencies(request, found),
        "weeks": _weeks(found),
    }
    return render(request, "communities/portal/health.html", context)


@require_safe
@area(permissions.may_own)
def table(request: HttpRequest, who: Standing) -> HttpResponse:
    """The same figures as a file for a spreadsheet program."""
    community = _community(who)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"health-{community.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    rows = csv.writer(response)
    rows.writerow([_("Part"), _("What"), _("Figure")])
    for line in _lines(request, figures_of(community)):
        rows.writerow([plain(text) for text in line])
    return response


def _community(who: Standing) -> CommunityPage:
    if who.community is None:
        raise Http404
    return who.community


def _lines(request: HttpRequest, found: Health) -> Iterator[Line]:
    weeks4, weeks12 = _("The last 28 days"), _("Week from")
    yield weeks4, _("Members who read or wrote"), share_words(found.active)
    yield weeks4, _("Agencies reached"), _reached(found)
    yield weeks4, _("New members"), number_words(found.newcomers)
    waiting = _("Questions without an accepted answer for more than 3 days")
    yield _("Today"), waiting, str(found.waiting_count)
    yield _("Today"), _("Of these without a reply"), str(found.unreplied)
    twelve = _("The last 12 weeks")
    first = duration_words(found.first_answer)
    yield twelve, _("Median time to the first reply"), first
    for each in _agencies(request, found):
        yield _("Members by agency"), each["name"], each["words"]
    for week in _weeks(found):
        yield f"{weeks12} {week['day']}", _("Members who wrote"), week["writers"]
        yield f"{weeks12} {week['day']}", _("Comments"), week["comments"]


def _agencies(request: HttpRequest, found: Health) -> list[dict[str, Any]]:
    """Members by agency, with the lengths of the bars in percent."""
    stamp = reader_for(request).stamps.get(Stamp.LABELS, 0)
    longest = max((number for _slug, number in found.by_agency.shown), default=1)
    lines = []
    for slug, number in found.by_agency.shown:
        label = agency_word(slug, stamp)
        words, bar = number_words(number), round(number / longest * 100)
        lines.append({"name": label.text, "lang": label.lang} | _bar(words, bar))
    others = found.by_agency.rest
    if others is not None or found.by_agency.hides:
        name = _("Other agencies together") if lines else _("All agencies together")
        lines.append({"name": name, "lang": ""} | _bar(number_words(others), None))
    return lines


def _reached(found: Health) -> str:
    return reached_words(found.reached, found.active, found.agencies)


def _bar(words: str, percent: int | None) -> dict[str, Any]:
    return {"words": words, "bar": percent}


def _weeks(found: Health) -> list[dict[str, Any]]:
    longest = found.longest_week or 1
    return [
        {
            "day": date_format(week.monday),
            "writers": number_words(week.writers),
            "comments": number_words(week.comments),
            "bar": round((week.comments or 0) / longest * 100),
        }
        for week in found.weeks
    ]
