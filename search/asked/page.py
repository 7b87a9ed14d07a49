"""What the page of results shows of what is asked."""

from __future__ import annotations

from functools import partial
from typing import Any

from catalogue.access import reader_for
from search.asked.forms import WishForm
from search.asked.popular import often_searched
from search.asked.recording import record
from search.request import SearchRequest
from search.services import Found


def about_searches(request: Any, asked: SearchRequest, found: Found) -> dict[str, Any]:
    """Have the search counted; what the page needs, the costly part when it is shown.

    search_token: goes back with an opened result.
    """
    return {
        "search_token": record(request, asked, found),
        "often_searched": partial(often_searched, reader_for(request)),
        "wish_form": partial(WishForm, initial={"q": asked.q}, auto_id="wish-%s"),
    }
