"""Loading the demo and taking it away again."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models.deletion import ProtectedError
from wagtail.models import Page, PageLogEntry

from accounts.models import Agency, User
from catalogue import drain
from communities.models import Decision
from hub.demo import content, people
from hub.demo.duties import mark_done, record_reuses
from hub.demo.pages import World, make_pages
from hub.demo.searching import forget_searches, tell_searches
from hub.demo.talking import communities, make_communities
from practices.models import KEPT
from vocabulary.models import Profession, Tag, Theme


def is_loaded() -> bool:
    """Whether anything of the demo is there; then it belongs to its editors."""
    return demo_users().exists() or demo_pages().exists()


def load(secret: str) -> None:
    """Make the whole demo in one transaction, then take it into the catalogue."""
    with transaction.atomic(), drain.paused():
        agencies = people.make_agencies()
        people.make_vocabulary()
        tags = people.make_tags()
        users = people.make_users(agencies, tags, secret)
        world = World(agencies, tags, users)
        make_pages(world)
        mark_done(world)
        record_reuses(world)
        tell_searches(world)
        make_communities(world)
    drain.run_all()


def remove() -> list[str]:
    """Take the demo away; return the names of agencies kept because others use them."""
    with transaction.atomic(), drain.paused():
        for community in communities():
            _remove_page(community)
        for page in demo_pages().order_by("-path"):
            _remove_page(page.specific)
        Decision.objects.filter(person__in=demo_users()).delete()
        demo_users().delete()
        forget_searches()
        slugs = [record["key"] for record in content.records("agencies")]
        demo_agencies = Agency.objects.filter(slug__in=slugs)
        kept = [str(agency) for agency in demo_agencies if not _remove_agency(agency)]
        _remove_vocabulary()
    drain.run_all()
    return kept


def demo_users() -> models.QuerySet[User]:
    """The accounts of the demo and the owners of its pages."""
    return User.objects.filter(email__iendswith=f"@{people.DOMAIN}")


def demo_pages() -> models.QuerySet[Page]:
    """The pages of the demo, with translations that editors added."""
    return Page.objects.filter(translation_key__in=content.all_translation_keys())


def _remove_agency(agency: Agency) -> bool:
    """Remove an agency with all its section made, unless others work in it."""
    section = agency.section
    if section.get_children().exists() or agency.users.exists():
        return False
    try:
        with transaction.atomic():
            groups = [section.editors_id, section.publishers_id, agency.group_id]
            _remove_page(section)
            agency.delete()
            if section.approval:
                section.approval.tasks.all().delete()
                section.approval.delete()
            if section.files:
                section.files.delete()
            Group.objects.filter(pk__in=groups).delete()
    except ProtectedError:
        return False
    return True


def _remove_page(page: Page) -> None:
    """Remove a page and those below with their history, which Wagtail would keep."""
    numbers = list(page.get_descendants(inclusive=True).values_list("pk", flat=True))
    page.delete()
    PageLogEntry.objects.filter(page__in=numbers).delete()


def _remove_vocabulary() -> None:
    """Remove the words of the demo that nobody uses and nobody has changed."""
    used_tags = models.Q(case_items=None, guide_items=None, experts=None, merged=None)
    for record in content.records("tags"):
        _remove_word(Tag.objects.filter(used_tags), record)
    for record in content.records("professions"):
        _remove_word(_unused_professions(), record)
    # Narrower themes stand after their broader ones.
    for record in reversed(content.records("themes")):
        unused = Theme.objects.exclude(pk__in=_used("themes")).filter(children=None)
        _remove_word(unused, record)


def _unused_professions() -> models.QuerySet[Profession]:
    """Functions that no page is written for and nobody has."""
    people = User.objects.exclude(function=None).values("function")
    free = Profession.objects.exclude(pk__in=people)
    return free.exclude(pk__in=_used("readers"))


def _used(relation: str) -> Iterable[int]:
    for model in KEPT:
        yield from model.objects.exclude(**{relation: None}).values_list(
            relation, flat=True
        )


def _remove_word(words: models.QuerySet, record: content.Record) -> None:
    unchanged = {f"label_{code}": word for code, word in record["labels"].items()}
    for word in words.filter(slug=record["key"], **unchanged):
        word.delete()
