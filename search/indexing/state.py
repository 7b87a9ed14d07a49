"""Which index belongs to this database: generations, kept as stamps.

Every reader carries the stamps of the moment, so a search knows its index without a
query, and never asks one that was made for another database.
"""

from __future__ import annotations

import time

from django.db import transaction

from catalogue.access import move_stamp
from catalogue.models import Stamp

LIVE = "index"
BUILDING = "index building"
PREVIOUS = "index previous"
# Moves with every writing sync, in the database first, then in the index: an index
# that is ahead shows that the database was restored from a backup.
SYNCS = "index syncs"

# When a rebuild last showed that it is alive, in seconds.
BEAT = "index beat"
ALIVE_SECONDS = 120


def numbers() -> dict[str, int]:
    """The generations by name and the number of the last sync; 0 for none."""
    names = (LIVE, BUILDING, PREVIOUS, SYNCS, BEAT)
    rows = Stamp.objects.filter(name__in=names).values_list("name", "number")
    return {**dict.fromkeys(names, 0), **dict(rows)}


@transaction.atomic
def remember(wanted: dict[str, int]) -> None:
    """Write several of the numbers at once."""
    for name, number in wanted.items():
        Stamp.objects.update_or_create(name=name, defaults={"number": number})


def next_sync() -> int:
    """Move the number of the last writing sync and return it."""
    move_stamp(SYNCS)
    return numbers()[SYNCS]


def beat() -> None:
    """Show that the running rebuild is alive."""
    remember({BEAT: int(time.time())})


def is_rebuilding(now: dict[str, int]) -> bool:
    """Whether a rebuild is under way and alive."""
    return bool(now[BUILDING]) and time.time() - now[BEAT] < ALIVE_SECONDS


def new_generation() -> int:
    """A number that no index has: the time in milliseconds."""
    return time.time_ns() // 1_000_000
