"""What a draft is told about the question that it is to answer."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.access import Reader, unwalled
from search import services
from search.asked.acting import open_wishes
from search.asked.reports import recent_searches
from search.models import Question
from search.request import SearchRequest

MOST_WISHES = 20
MOST_PAGES = 5


def brief_of(question: Question, reader: Reader) -> str:
    """How often it is asked, what people miss, what is nearest: lines of plain text."""
    lines = [_("People search for: %(words)s") % {"words": question.text}]
    often = recent_searches(question)
    if question.shown_from and often:
        times = ngettext(
            "%(number)s time in the last 28 days",
            "%(number)s times in the last 28 days",
            often,
        )
        lines.append(times % {"number": often})
    wishes = open_wishes().filter(key=question.key)
    texts = list(wishes.values_list("wish", flat=True)[:MOST_WISHES])
    if texts:
        lines += ["", _("What they miss:"), *(f"– {text}" for text in texts)]
    titles = _nearest_titles(question, reader)
    if titles:
        lines += ["", _("What there is already:"), *(f"– {each}" for each in titles)]
    return "\n".join(lines)


def _nearest_titles(question: Question, reader: Reader) -> list[str]:
    """Pages that everybody finds: those behind a wall stay out of a draft."""
    request = SearchRequest(q=question.text, language=question.language or "en")
    found = services.find(request, unwalled(reader))
    return [each.entry.title for each in found.hits[:MOST_PAGES]]
