"""The words that explain the API, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from search import rates
from search.labels import facet_label
from search.request import FACETS, MAX_VALUES, MAX_WINDOW, PAGE_SIZE


def about() -> list[str]:
    """What to know before the first request, a paragraph each."""
    burst, minute = rates.API
    return [
        _(
            "The search of this hub for programs: plain addresses to read from, answers"
            " as JSON, no key. Whoever is not signed in finds what everybody may read;"
            " with the session of somebody signed in, what this person may read."
        ),
        _(
            "At most %(burst)s requests in %(seconds)s seconds and %(minute)s in a"
            " minute, for each person or address. Too many are answered with 429, and"
            " Retry-After says how many seconds to wait."
        )
        % {
            "burst": burst.number,
            "seconds": burst.seconds,
            "minute": minute.number,
        },
        _(
            "Ask from a server or a program: browsers let scripts of other sites read"
            " no answer. Answers hold no scores and no timings, because these could"
            " tell of what a reader may not see."
        ),
    ]


def operations() -> dict[str, tuple[str, str]]:
    """Of each address what it does, in short and in a sentence."""
    return {
        "search": (
            _("Search"),
            _("The results of the search page, with the same parameters and rights."),
        ),
        "suggest": (
            _("Complete what is typed"),
            _("At most 8 entries whose title has words that begin as typed."),
        ),
    }


def parameters() -> dict[str, str]:
    """What each parameter of a search means."""
    several = _(
        "Several values of one filter add up, different filters narrow each other;"
        " at most %(limit)s values in all."
    ) % {"limit": MAX_VALUES}
    value = _("Values of the filter “%(filter)s”, as answers name them.")
    return {
        "q": _(
            "The words, with the same signs as on the search page: quotes, minus,"
            " agency:, theme:, author:, lang:, kind:."
        ),
        "kind": " ".join(
            (
                _("Kinds of entries. Comments on pages are found as discussions."),
                several,
            )
        ),
        **{name: value % {"filter": facet_label(name)} for name in FACETS},
        "sort": _("The order of the results."),
        "page": _("The page of results, %(size)s on each, up to result %(last)s.")
        % {"size": PAGE_SIZE, "last": MAX_WINDOW},
        "exact": _(
            "1: search for the words as they stand, also where others were probably"
            " meant."
        ),
    }


def typed() -> str:
    """What the parameter of the completion means."""
    return _("The words as far as they are typed.")


def answers() -> dict[str, str]:
    """What each status of an answer means."""
    return {
        "200": _("What was found."),
        "400": _("The parameters cannot be read; the answer says why, in sentences."),
        "401": _("This hub answers only people who are signed in."),
        "429": _("Too many requests in a short time."),
    }


def wait() -> str:
    """What the header of a refused request says."""
    return _("Seconds to wait before the next request.")


def fields() -> dict[str, dict[str, str]]:
    """What each field of each answer holds."""
    shared = {
        "id": _("The key of the entry; it stays the same."),
        "kind": _("The kind of entry, as the parameter “kind” names it."),
        "title": _("The title, as plain text."),
        "url": _("The full address of the page."),
        "language": _("The language, as a code of two letters."),
    }
    return {
        "SearchAnswer": {
            "query": _("The words that were asked."),
            "total": _("How many entries were found, translations included."),
            "engine": _("Which engine answered."),
            "did_you_mean": _(
                "The words that were probably meant. When nothing has the words of the"
                " query, these are the results for them."
            ),
            "results": _("One page of results; linked translations are one result."),
            "facets": _(
                "For each filter its values, with how many entries each would leave."
            ),
            "next": _("The address of the next page."),
            "previous": _("The address of the page before."),
        },
        "Result": {
            **shared,
            "agency": _("The name of the agency."),
            "snippet": _("The passage that matches, or the summary, as plain text."),
            "published": _("When it was published."),
            "also_in": _("The same page in other languages."),
        },
        "OtherLanguage": {name: shared[name] for name in ("language", "url")},
        "FacetCount": {
            "value": _("The value, for the parameter of the filter."),
            "label": _("The value in words."),
            "count": _("How many entries it would leave."),
            "selected": _("Whether it was asked for."),
        },
        "Completion": shared,
        "Problems": {"detail": _("What is wrong, in sentences.")},
    }
