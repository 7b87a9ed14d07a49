"""Telling people of new pages on what they follow.

Not when a page is published, but soon after: nobody who publishes waits for it. Looked
at are entries that appeared in the last days; whoever was told is not told again.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils import timezone

from accounts.people import listed
from catalogue.models import Entry, FacetValue
from communities.following import services
from communities.models import Follow, Notice
from practices.overview import WRITTEN
from vocabulary.models import Tag

Kind = Notice.Kind
WINDOW = datetime.timedelta(days=2)
# An import of thousands is no news of thousands pages.
MOST_PAGES = 200
FACETS = ("theme", "tag", "agency", "owner")
OF_FACET = {"owner": "person"}


def gather(now: datetime.datetime | None = None) -> int:
    """Tell followers of the pages that appeared; return how many pages there were."""
    moment = now or timezone.now()
    entries = _new_entries(moment)
    if not entries:
        return 0
    values = _values(entries)
    followers = _followers({key for keys in values.values() for key in keys})
    known = set(
        Notice.objects.filter(
            kind=Kind.PAGE, created_at__gt=moment - 2 * WINDOW
        ).values_list("to", "key")
    )
    services.tell_each(
        notice
        for entry in entries
        for notice in _of_entry(entry, values[entry.pk], followers)
        if (notice.to_id, notice.key) not in known
    )
    return len(entries)


def _new_entries(now: datetime.datetime) -> list[Entry]:
    """Pages published in the last days for the first time, the newest first."""
    since = now - WINDOW
    rows = Entry.objects.live().of_kind(*WRITTEN)
    found = rows.filter(published_at__gt=since, published_at__lte=now).light()
    return list(found.order_by("-published_at", "-pk")[:MOST_PAGES])


def _values(entries: Iterable[Entry]) -> Mapping[int, list[str]]:
    """Keys of what each entry is about: "theme:mobility", "person:4"."""
    found = list(entries)
    numbers = {number for entry in found for number in entry.facet_ids}
    rows = FacetValue.objects.filter(pk__in=numbers, facet__in=FACETS)
    names = {
        row.pk: f"{OF_FACET.get(row.facet, row.facet)}:{row.value}" for row in rows
    }
    return {
        entry.pk: [
            f"page:{entry.translation_key}",
            *(names[number] for number in entry.facet_ids if number in names),
        ]
        for entry in found
    }


def _followers(keys: Iterable[str]) -> Mapping[str, list[Follow]]:
    """Who follows each of these; of people only those who show what they keep."""
    wanted = set(keys)
    shown = listed().filter(
        pk__in=[int(key[7:]) for key in wanted if key.startswith("person:")],
        profile_card__shows_contributions=True,
    )
    people = {f"person:{number}" for number in shown.values_list("pk", flat=True)}
    wanted = {key for key in wanted if not key.startswith("person:")} | people
    merged = _merged(wanted)
    rows = Follow.objects.filter(
        is_muted=False, by__is_active=True, key__in=wanted | merged.keys()
    )
    found: defaultdict[str, list[Follow]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[merged.get(row.key, row.key)].append(row)
    return found


def _merged(keys: Iterable[str]) -> Mapping[str, str]:
    """Tags that were followed before they became one of these."""
    slugs = [key[4:] for key in keys if key.startswith("tag:")]
    rows = Tag.objects.filter(merged_into__slug__in=slugs)
    pairs = rows.values_list("slug", "merged_into__slug")
    return {f"tag:{old}": f"tag:{new}" for old, new in pairs}


def _of_entry(
    entry: Entry, keys: Iterable[str], followers: Mapping[str, list[Follow]]
) -> Iterable[Notice]:
    """One notice for each person who followed it before it was published.

    Translations of a page are told once; a page one follows has a new translation.
    """
    if entry.published_at is None:
        return
    told: set[int] = set()
    for key in keys:
        is_page = key.startswith("page:")
        for follow in followers.get(key, ()):
            own = f"person:{follow.by_id}" in keys
            if follow.at > entry.published_at or follow.by_id in told or own:
                continue
            told.add(follow.by_id)
            yield Notice(
                to_id=follow.by_id,
                kind=Kind.PAGE,
                verb="translation" if is_page else "",
                key=f"page:{entry.translation_key}:{entry.language}"
                if is_page
                else f"page:{entry.translation_key}",
                entry=entry.key,
                follow=follow,
            )
