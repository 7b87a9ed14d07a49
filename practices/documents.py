"""The queue of documents to be read: one at a time, whoever does the work.

What waits stands in the database, so a crash or a restart loses nothing.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.documents.models import Document

from catalogue import drain
from catalogue.changes import object_changed, related_changed
from catalogue.models import Change
from practices import reading_thread
from practices.document_entries import SOURCE, live_keys
from practices.extraction.outcome import Ending, Extracted
from practices.extraction.runner import extract
from practices.languages import guess
from practices.models import DocumentPage, DocumentText

logger = logging.getLogger(__name__)

State = DocumentText.State
# A reader that has told nothing for so long has died with its process.
LOST_AFTER = datetime.timedelta(minutes=3)
MAX_ATTEMPTS = 2
# A page longer than this is entered in parts.
PART = 50_000
BATCH = 100


@transaction.atomic
def noticed(document: Document, *, again: bool = False) -> None:
    """A document was saved: take it in, and read it when its file is another one."""
    text = DocumentText.objects.get_or_create(document=document)[0]
    if again or text.file_name != document.file.name:
        _reset(text, document.file.name)
        transaction.on_commit(reading_thread.wake, robust=True)
    related_changed(f"{SOURCE}:{document.pk}")


def moving(numbers: Sequence[int]) -> None:
    """These documents go to another collection or away: close them at once."""
    object_changed(*live_keys(numbers), closes=True)


@transaction.atomic
def moved(numbers: Sequence[int]) -> None:
    """These documents lie in another collection now."""
    related_changed(*(f"{SOURCE}:{number}" for number in numbers))


def keep_up() -> None:
    """Read what waits, and take in what was too much for the request it came from."""
    read_waiting()
    if Change.objects.filter(attempts=0).exists():
        drain.run_all()


def read_waiting() -> int:
    """Read all documents that wait; return how many that was."""
    done = 0
    while (text := _claimed()) is not None:
        _read(text)
        drain.run_all()
        done += 1
    return done


def _reset(text: DocumentText, file_name: str) -> None:
    """Forget what was read: it may be of another file."""
    text.pages.all().delete()
    text.state, text.file_name = State.WAITING, file_name
    text.length = text.page_count = text.attempts = 0
    text.file_hash = text.unit = text.language = ""
    text.started_at = text.checked_at = None
    text.save()


def _claimed() -> DocumentText | None:
    """The next document to read, or None when there is none or another one is read."""
    now = timezone.now()
    reading = DocumentText.objects.filter(state=State.READING)
    lost = reading.filter(started_at__lt=now - LOST_AFTER)
    # What ended a process twice is left alone, and the rest goes on.
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=State.CRASHED, checked_at=now, started_at=None
    )
    lost.update(state=State.WAITING, started_at=None)
    if reading.exists():
        return None
    waiting = DocumentText.objects.filter(state=State.WAITING)
    text = waiting.order_by("attempts", "pk").select_related("document").first()
    if text is None:
        return None
    taken = waiting.filter(pk=text.pk).update(
        state=State.READING, started_at=now, attempts=F("attempts") + 1
    )
    text.started_at = now
    return text if taken else None


def _read(text: DocumentText) -> None:
    try:
        _note_size(text)
        with text.document.file.storage.open(text.file_name, "rb") as file:
            extracted, fingerprint = extract(file, text.document.file_extension)
    except FileNotFoundError:
        extracted, fingerprint = Extracted(Ending.MISSING), ""
    except Exception:
        logger.exception("Document %s could not be read", text.document_id)
        extracted, fingerprint = Extracted(Ending.CRASHED), ""
    _store(text, extracted, fingerprint)


def _note_size(text: DocumentText) -> None:
    """Documents that did not come through a form do not know their size."""
    if text.document.file_size is None:
        size = text.document.file.storage.size(text.file_name)
        Document.objects.filter(pk=text.document_id).update(file_size=size)


@transaction.atomic
def _store(text: DocumentText, extracted: Extracted, fingerprint: str) -> None:
    """Keep what was read, unless the file was replaced meanwhile."""
    same = DocumentText.objects.select_for_update().filter(
        pk=text.pk, state=State.READING, started_at=text.started_at
    )
    row = same.first()
    if row is None:
        return
    row.pages.all().delete()
    pages = list(_pages(row, extracted))
    DocumentPage.objects.bulk_create(pages, batch_size=BATCH)
    row.state = State(extracted.ending.value)
    row.unit, row.page_count = extracted.unit.value, len(extracted.pages)
    row.length = sum(len(page.content) for page in pages)
    row.language = guess(" ".join(page.content[:2000] for page in pages[:50]))
    row.file_hash = fingerprint
    row.checked_at, row.started_at = timezone.now(), None
    row.save()
    related_changed(f"{SOURCE}:{row.document_id}")


def _pages(text: DocumentText, extracted: Extracted) -> Iterator[DocumentPage]:
    position = 0
    for number, page in enumerate(extracted.pages, start=1):
        for part in _split(page):
            position += 1
            yield DocumentPage(
                text=text,
                position=position,
                number=number if extracted.unit else 0,
                content=part,
            )


def _split(page: str) -> Iterator[str]:
    """Parts of a page that end between two words; nothing of an empty one."""
    rest = page
    while len(rest) > PART:
        end = rest.rfind(" ", 1, PART)
        end = end if end > 0 else PART
        yield rest[:end]
        rest = rest[end:].lstrip()
    if rest:
        yield rest
