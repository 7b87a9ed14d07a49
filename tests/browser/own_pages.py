"""What an agent of the demo keeps and follows, and links that end their mails."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from accounts.models import User
from catalogue.models import Entry
from communities.following.services import follow
from communities.following.stopping import token_of
from communities.models import MailChoice
from search.kept.news import MARK_SIGNS
from search.models import KeptList, SavedSearch

AGENT = "agent@demo.example"


def kept(address: str) -> Callable[[], str]:
    """A page of what an agent keeps, who has saved a search and kept two entries."""

    def make() -> str:
        user = User.objects.get(email=AGENT)
        query = {"user": user, "query": "q=letter"}
        search, _made = SavedSearch.objects.get_or_create(
            **query, defaults={"name": "Letters", "seen_at": timezone.now()}
        )
        kept_list, _made = KeptList.objects.get_or_create(user=user, name="Read later")
        key = Entry.objects.live().filter(kind="case").newest()[0].key
        for one in (key, "page:0"):
            kept_list.kept.get_or_create(key=one, defaults={"note": "To be read"})
        return address.format(search=search.pk, list=kept_list.pk, key=key)

    return make


def followed(address: str) -> Callable[[], str]:
    """A page about what an agent follows, or a link from a mail that ends mails."""

    def make() -> str:
        user = User.objects.get(email=AGENT)
        one = follow(user, "theme:data-protection")
        follow(user, "theme:no-longer-there")
        everything = MailChoice.objects.get_or_create(user=user)[0]
        return address.format(one=token_of(one), all=token_of(everything))

    return make


def saved_search() -> str:
    """Results of a saved search, of which all are new."""
    kept("")()
    keys = Entry.objects.live().values_list("translation_key", flat=True)
    SavedSearch.objects.update(
        fresh=[key.hex[:MARK_SIGNS] for key in keys], seen_at=timezone.now()
    )
    return "/search/?q=letter"
