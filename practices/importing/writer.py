"""Write records as pages: make, update, or leave alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from catalogue import drain
from practices.importing.finders import Finders, free_slug, slug_of
from practices.importing.mapping import PAGE_TYPES, STATUSES
from practices.importing.pages import (
    Named,
    fill_page,
    new_page,
    translation_key,
    type_tags,
)
from practices.importing.records import Problem, Record
from practices.models import AgencySectionPage, CasePage, GuidePage, ImportedRecord

BATCH = 50
SLUG_LENGTH = 80


@dataclass
class Report:
    """What became of the records of a run."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    edited: list[Record] = field(default_factory=list)
    deleted: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[tuple[Record, str]] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many records could be read."""
        left_alone = self.unchanged + len(self.edited) + len(self.deleted)
        return self.created + self.updated + left_alone

    @property
    def warning_counts(self) -> Counter[str]:
        """How often each warning was given."""
        return Counter(warning for _record, warning in self.warnings)


def add_live(section: AgencySectionPage, page: CasePage | GuidePage) -> Revision:
    """Add a page that is live at once, with its revision and a line in its history.

    Saving a draft and publishing it would save, clean and index the page three times.
    """
    page.last_published_at = now = timezone.now()
    page.first_published_at = page.first_published_at or now
    section.add_child(instance=page)
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
    )
    Page.objects.filter(pk=page.pk).update(
        latest_revision=revision,
        latest_revision_created_at=revision.created_at,
        live_revision=revision,
    )
    log(page, "wagtail.publish", revision=revision, content_changed=True)
    return revision


class Importer:
    """Takes records in, batch by batch, each record in a savepoint of its own."""

    def __init__(self, *, overwrite: bool = False) -> None:
        self.overwrite = overwrite
        self.report = Report()
        self.finders = Finders()
        self.seen: dict[str, tuple[str, int]] = {}
        self.slugs: dict[int, set[str]] = {}

    def run(self, records: Iterable[Record | Problem]) -> Iterator[int]:
        """Import all records; yield after each batch how many lines are done.

        The catalogue only logs meanwhile and takes everything in at the end.
        """
        done = 0
        waiting = iter(records)
        with drain.paused():
            while batch := list(islice(waiting, BATCH)):
                self._take_batch(batch)
                done += len(batch)
                yield done
        drain.run_all()

    def _take_batch(self, batch: list[Record | Problem]) -> None:
        records = list(self._readable(batch))
        with transaction.atomic():
            known = {
                imported.record_id: imported
                for imported in ImportedRecord.objects.select_related("page").filter(
                    record_id__in=[record.id for record in records]
                )
            }
            for record in records:
                self._take(record, known.get(record.id))

    def _readable(self, batch: list[Record | Problem]) -> Iterator[Record]:
        """Yield the records; report problems, and numbers that came before."""
        for record in batch:
            if isinstance(record, Problem):
                self.report.problems.append(record)
                continue
            here = (record.file, record.line)
            first = self.seen.setdefault(record.id, here)
            if first == here:
                yield record
            else:
                self._refuse(record, _used_before(record, *first))

    def _take(self, record: Record, imported: ImportedRecord | None) -> None:
        if imported is None:
            self._save(record, None)
        elif imported.digest == record.digest and not self._restores(imported):
            self.report.unchanged += 1
        elif imported.page is None and not self.overwrite:
            self.report.deleted.append(record)
        elif imported.is_edited and not self.overwrite:
            self.report.edited.append(record)
        else:
            self._save(record, imported)

    def _restores(self, imported: ImportedRecord) -> bool:
        gone = imported.page is None or imported.is_edited
        return self.overwrite and gone

    def _save(self, record: Record, imported: ImportedRecord | None) -> None:
        # Outside the savepoint: what is found here is remembered for other records.
        named = self._named(record)
        try:
            with transaction.atomic():
                self._write(record, named, imported)
        except (ValidationError, DatabaseError, ValueError, RecursionError) as error:
            # Their counts of children are those of what was just undone.
            self.finders.agencies.sections.clear()
            self._refuse(
                record,
                _("The record “%(id)s” could not be saved: %(error)s")
                % {"id": record.id, "error": " ".join(str(error).split())[:300]},
            )
            return
        if imported is None or imported.page is None:
            self.report.created += 1
        else:
            self.report.updated += 1

    def _write(
        self, record: Record, named: Named, imported: ImportedRecord | None
    ) -> None:
        if imported is None or imported.page is None:
            page = new_page(record, named)
            self._separate_translation(page, record)
            fill_page(page, record, named)
            page.slug = self._free_slug(record, named)
            revision = add_live(self.finders.agencies.section(named.agency), page)
        else:
            page = imported.page.specific
            fill_page(page, record, named)
            revision = page.save_revision()
            revision.publish()
        self._warn(record)
        ImportedRecord.objects.update_or_create(
            record_id=record.id,
            defaults={
                "page_id": page.pk,
                "revision": revision,
                "digest": record.digest,
            },
        )

    def _named(self, record: Record) -> Named:
        finders = self.finders
        agency = finders.agencies.find(record)
        return Named(
            agency=agency,
            locale=finders.locales[record.lang],
            tags=finders.record_tags(record, *type_tags(record)),
            themes=finders.record_themes(record),
            readers=finders.record_readers(record),
            sponsors=[
                (name, finders.agencies.named(name))
                for name in record.sponsors
                if finders.agencies.named(name) != agency
            ],
        )

    def _separate_translation(self, page: CasePage | GuidePage, record: Record) -> None:
        """Two pages of one language are no translations of one another."""
        if not record.translation_key:
            return
        joined = Page.objects.filter(
            translation_key=translation_key(record), locale=page.locale
        )
        if joined.exists():
            page.translation_key = (
                type(page)._meta.get_field("translation_key").get_default()
            )
            self.report.warnings.append(
                (record, _("another page is this translation already; not joined"))
            )

    def _free_slug(self, record: Record, named: Named) -> str:
        section = self.finders.agencies.section(named.agency)
        if section.pk not in self.slugs:
            children = section.get_children().values_list("slug", flat=True)
            self.slugs[section.pk] = set(children)
        taken = self.slugs[section.pk]
        wanted = slug_of(record.title, SLUG_LENGTH) or slug_of(record.id, SLUG_LENGTH)
        slug = free_slug(wanted or "page", taken)
        taken.add(slug)
        return slug

    def _warn(self, record: Record) -> None:
        warnings = list(record.warnings)
        if record.type not in PAGE_TYPES:
            warnings.append(
                _("the type “%(type)s” is unknown; the page is a guide")
                % {"type": record.type}
            )
        known = {*STATUSES, *CasePage.Status.values, ""}
        if record.phase not in known:
            warnings.append(
                _("the phase “%(phase)s” is unknown; the status stays open")
                % {"phase": record.phase}
            )
        self.report.warnings.extend((record, warning) for warning in warnings)

    def _refuse(self, record: Record, reason: str) -> None:
        self.report.problems.append(Problem(record.file, record.line, reason))


def _used_before(record: Record, file: str, line: int) -> str:
    return _("The number “%(id)s” was already used in %(file)s, line %(line)d.") % {
        "id": record.id,
        "file": file,
        "line": line,
    }
