"""Taking the change log into the catalogue, after commit, bounded and robust.

A crash leaves the rows of the log where they are; the next drain or the worker takes
them in. Two drains at once lose nothing: each locks the entry first, then reads the
log and the committed source, and deletes only the rows it has read.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F, QuerySet

from catalogue import projectors
from catalogue.models import Change, Entry
from catalogue.services import write
from catalogue.signals import entries_changed

logger = logging.getLogger(__name__)

MAX_OBJECTS = 50
MAX_SECONDS = 0.2
SCOPES = 20
BATCH = 1000
# Writing an entry may log others, such as a collection that counts it.
ROUNDS = 3


class _State(threading.local):
    paused = 0
    running = False


_state = _State()


def after_commit() -> None:
    """Drain once when the running transaction commits; never raise there."""
    if _state.paused or _state.running:
        return
    if not any(hook[1] is _run_once for hook in connection.run_on_commit):
        transaction.on_commit(_run_once, robust=True)


def _run_once() -> None:
    run()


@contextmanager
def paused() -> Iterator[None]:
    """Only log changes on this thread; whoever pauses drains at the end."""
    _state.paused += 1
    try:
        yield
    finally:
        _state.paused -= 1


def run(max_objects: int = MAX_OBJECTS, max_seconds: float = MAX_SECONDS) -> int:
    """Take in at most so many objects in about so many seconds; return how many."""
    if _state.running:
        return 0
    _state.running = True
    try:
        return _run(max_objects, time.monotonic() + max_seconds)
    finally:
        _state.running = False


def _run(max_objects: int, end: float) -> int:
    # First, so that an object that many changes name is taken in once.
    _expand_scopes(end, max(SCOPES, max_objects))
    taken: set[str] = set()
    changed = False
    for _round in range(ROUNDS):
        for key in _waiting_keys(max_objects):
            if len(taken) >= max_objects or (taken and time.monotonic() > end):
                break
            if key not in taken:
                taken.add(key)
                changed |= _take_safely(key)
    if changed:
        entries_changed.send(sender=Entry)
    return len(taken)


def run_all() -> int:
    """Take in everything that waits; return how many objects that was.

    What cannot be projected now is tried once and stays.
    """
    total = run(max_objects=500, max_seconds=30)
    while Change.objects.filter(attempts=0).exists():
        waiting = Change.objects.count()
        taken = run(max_objects=500, max_seconds=30)
        total += taken
        if not taken and Change.objects.count() == waiting:
            break
    return total


def _waiting_keys(limit: int) -> list[str]:
    rows = (
        Change.objects.filter(scope=Change.Scope.OBJECT)
        .order_by("attempts", "id")
        .values_list("key", flat=True)[: limit * 4]
    )
    return list(dict.fromkeys(rows))[:limit]


def _expand_scopes(end: float, limit: int) -> None:
    """Turn changes of subtrees and references into changes of objects."""
    wide = Change.objects.exclude(scope=Change.Scope.OBJECT).order_by("attempts", "id")
    for pk in list(wide.values_list("pk", flat=True)[:limit]):
        try:
            _expand(pk)
        except Exception:
            logger.exception("The catalogue could not expand change %s", pk)
            _retry_later(Change.objects.filter(pk=pk))
        if time.monotonic() > end:
            return


@transaction.atomic
def _expand(pk: int) -> None:
    change = Change.objects.select_for_update().filter(pk=pk).first()
    if change is None:
        return
    wide = change.scope == Change.Scope.SUBTREE
    keys = (projectors.subtree if wide else projectors.related)(change.key)
    Change.objects.bulk_create(
        (Change(scope=Change.Scope.OBJECT, key=key) for key in dict.fromkeys(keys)),
        batch_size=BATCH,
    )
    change.delete()


def _take_safely(key: str) -> bool:
    try:
        return take(key)
    except Exception:
        logger.exception("The catalogue could not take in %s", key)
        _retry_later(Change.objects.filter(scope=Change.Scope.OBJECT, key=key))
        return False


def _retry_later(changes: QuerySet[Change]) -> None:
    """Put what cannot be taken in behind the rest; it is never dropped."""
    changes.update(attempts=F("attempts") + 1)


@transaction.atomic
def take(key: str) -> bool:
    """Take one object in; return whether its entry has a new version."""
    created = Entry.objects.get_or_create(key=key)[1]
    entry = Entry.objects.select_for_update().filter(key=key).first()
    changes = list(
        Change.objects.filter(scope=Change.Scope.OBJECT, key=key).values_list(
            "pk", flat=True
        )
    )
    if entry is None or not changes:
        if entry is not None and created:
            entry.delete()
        return False
    changed = write(entry, projectors.project(key))
    Change.objects.filter(pk__in=changes).delete()
    return changed
