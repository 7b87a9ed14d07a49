"""Merges at the same moment on a server database: none waits forever, none loses."""

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from accounts.models import User
from accounts.services import create_user
from vocabulary.models import Tag, TagMerge
from vocabulary.services import MergeError, accept, merge, undo

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WAIT = 30
TURNS = 6


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """Do all of it at the same moment; what was refused in a sentence is fine."""
    failed: list[Exception] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(WAIT)
            work()
        except MergeError:
            pass
        except Exception as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
        assert not thread.is_alive()
    return failed


def people(tags: Sequence[Tag], turn: int) -> list[User]:
    """Somebody for each tag, and somebody with all of them."""
    found = []
    for number, carried in enumerate([*([tag] for tag in tags), list(tags)]):
        person = create_user(f"p{turn}-{number}@b.example")
        person.expertise.set(carried)
        found.append(person)
    return found


@pytest.mark.parametrize(
    "pairs",
    [
        [(0, 1), (1, 0)],
        [(0, 1), (1, 2), (2, 0)],
        [(0, 3), (1, 3), (2, 3)],
        [(0, 1), (1, 2), (2, 3)],
        [(3, 2), (2, 1), (1, 0)],
    ],
)
def test_nobody_waits_forever_and_nothing_is_lost(
    pairs: list[tuple[int, int]],
) -> None:
    for turn in range(TURNS):
        tags = [Tag.objects.create(name=f"{turn}-{n}") for n in range(4)]
        carriers = people(tags, turn)
        before = [{tag.pk for tag in one.expertise.all()} for one in carriers]
        works = [
            lambda one=tags[one], other=tags[other]: merge(one, other)
            for one, other in pairs
        ]
        assert not at_once(*works)
        end = {tag.pk: Tag.objects.get(pk=tag.pk).current.pk for tag in tags}
        for person, had in zip(carriers, before, strict=True):
            rows = list(person.expertise.values_list("pk", flat=True))
            assert sorted(rows) == sorted({end[pk] for pk in had})


def test_a_merge_its_undoing_and_an_acceptance_at_once() -> None:
    for turn in range(TURNS):
        tags = [Tag.objects.create(name=f"{turn}-{n}") for n in range(3)]
        carriers = people(tags, turn)
        merge(tags[0], tags[1])
        first = TagMerge.objects.latest("pk")
        assert not at_once(
            lambda first=first: undo(first),
            lambda tags=tags: merge(tags[1], tags[2]),
            lambda tags=tags: accept(*reversed(tags)),
        )
        for merged in TagMerge.objects.standing().order_by("-pk"):
            undo(merged)
        for person, carried in zip(carriers, [*([t] for t in tags), tags], strict=True):
            assert set(person.expertise.all()) == set(carried)
