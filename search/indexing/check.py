"""Is everything findable that should be, and nothing else? And mending what is not."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from catalogue import changes, drain
from catalogue.models import Entry
from catalogue.services import differences
from search.engines.elastic.client import alias, configured
from search.indexing import indexes
from search.indexing.compare import Differences, compare
from search.indexing.sync import raise_versions, sync


@dataclass(frozen=True)
class Checked:
    """What differs: keys between sources and entries, numbers between those and index.

    index is None when the hub has no Elasticsearch.
    """

    source: dict[str, list[str]] = field(default_factory=dict)
    index: Differences | None = None

    @property
    def faults(self) -> int:
        """How many differences there are."""
        wrong = self.index.all_faults if self.index else {}
        return sum(map(len, self.source.values())) + len(wrong)


def check() -> Checked:
    """Compare sources with entries, then entries with the index."""
    source = differences()
    if not configured():
        return Checked(source)
    indexes.targets()
    indexes.refresh(alias())
    return Checked(source, compare(alias()))


def repair(checked: Checked) -> None:
    """Project and write again what differs.

    A version never goes back: each faulty entry gets one above both sides.
    """
    keys = [key for found in checked.source.values() for key in found]
    with transaction.atomic(), drain.paused():
        changes.object_changed(*keys)
    drain.run_all()
    if checked.index is None:
        return
    raise_versions(checked.index.all_faults)
    indexes.forget_rows(alias(), _without_entry(checked.index))
    sync()


def _without_entry(found: Differences) -> list[int]:
    known = set(Entry.objects.filter(pk__in=found.extra).values_list("pk", flat=True))
    return [number for number in found.extra if number not in known]
