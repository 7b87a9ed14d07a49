"""Documents: the queue that reads them, and the entries they become."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection

from accounts.models import User
from catalogue import drain
from catalogue.access import reader_of
from catalogue.models import Change, Entry
from catalogue.services import differences
from practices import documents
from practices.extraction.outcome import Ending, Extracted, Unit
from practices.models import CaseAsset, CasePage, DocumentText, DocumentUse, GuidePage
from tests.practices import files
from tests.practices.conftest import publish, wall, wall_files

MakeCase = Callable[..., CasePage]
State = DocumentText.State


def upload(name: str = "plan.txt", content: bytes = b"Some zebra", **kw: Any) -> Any:
    kw.setdefault("collection", Collection.get_first_root_node())
    title = kw.pop("title", "Plan")
    file = ContentFile(content, name)
    return Document.objects.create(title=title, file=file, **kw)


def asset(document: Document) -> CaseAsset:
    return CaseAsset(title="File", document=document)


def take_in() -> None:
    """Read what waits and drain: tests that roll back never commit."""
    drain.run_all()
    documents.read_waiting()
    drain.run_all()


def found(user: Any = None) -> list[str]:
    """The keys of the documents that a reader may find, right now."""
    readable = Entry.objects.readable_by(reader_of(user)).of_kind("document")
    return sorted(readable.values_list("key", flat=True))


def state_of(document: Document) -> str:
    return DocumentText.objects.get(document=document).state


@pytest.fixture
def used(section: Any, make_case: MakeCase) -> tuple[Document, CasePage]:
    document = upload()
    page = make_case(section, assets=[asset(document)])
    take_in()
    return document, page


def test_document_is_an_entry_of_the_page_that_uses_it(
    used: tuple[Document, CasePage],
) -> None:
    document, page = used
    entry = Entry.objects.get(key=f"document:{document.pk}:{page.pk}")
    assert (entry.title, entry.body, entry.kind) == ("Plan", "Some zebra", "document")
    assert entry.url == document.url
    assert entry.agency == page.agency.slug
    assert entry.data["on"]["title"] == page.title
    own = Entry.objects.get(key=f"page:{page.pk}")
    assert set(own.facet_ids) == set(entry.facet_ids)
    assert found() == [entry.key]
    assert differences() == {"missing": [], "extra": [], "stale": []}


def test_document_that_no_live_page_uses_has_no_entry(
    section: Any, make_case: MakeCase
) -> None:
    lonely, drafted = upload(), upload()
    make_case(section, live=False, assets=[asset(drafted)])
    take_in()
    assert state_of(lonely) == State.READ
    assert found() == []
    assert not Entry.objects.of_kind("document").exists()


def test_links_in_texts_and_blocks_count_as_use(
    section: Any, make_case: MakeCase, make_guide: Callable[..., GuidePage]
) -> None:
    linked, block = upload(), upload()
    case = make_case(
        section, results=f'<p><a linktype="document" id="{linked.pk}">x</a></p>'
    )
    guide = make_guide(section)
    guide.body.append(("document", {"document": block, "description": ""}))
    publish(guide)
    take_in()
    assert found() == sorted(
        [f"document:{linked.pk}:{case.pk}", f"document:{block.pk}:{guide.pk}"]
    )


def test_page_that_lets_go_of_a_document_or_leaves_takes_the_entry_away(
    used: tuple[Document, CasePage], section: Any, make_case: MakeCase
) -> None:
    document, page = used
    other = make_case(section, assets=[asset(document)])
    take_in()
    assert len(found()) == 2
    page.assets.clear()
    publish(page)
    drain.run_all()
    assert found() == [f"document:{document.pk}:{other.pk}"]
    # Closed from the moment of the change, before anything is drained.
    other.unpublish()
    assert found() == []
    drain.run_all()
    assert not Entry.objects.live().of_kind("document").exists()
    publish(other)
    drain.run_all()
    assert len(found()) == 1
    other.delete()
    assert found() == []
    drain.run_all()
    assert not DocumentUse.objects.filter(page=other.pk).exists()


def test_document_needs_page_and_collection(
    section: Any, other_section: Any, make_case: MakeCase, editor: User
) -> None:
    collection = Collection.objects.get(pk=other_section.files_id)
    document = upload(collection=collection)
    page = make_case(section, assets=[asset(document)])
    take_in()
    assert len(found()) == len(found(editor)) == 1
    restriction = wall_files(collection, section.editors)
    # At the next request, with nothing drained.
    assert (len(found()), len(found(editor))) == (0, 1)
    wall(page.get_parent(), other_section.editors)
    assert found(editor) == []
    editor.groups.add(other_section.editors)
    assert len(found(editor)) == 1
    restriction.groups.set([])
    assert found(editor) == []
    restriction.delete()
    assert len(found(editor)) == 1
    assert found() == []


def test_walled_page_walls_its_documents(
    used: tuple[Document, CasePage], section: Any, editor: User
) -> None:
    wall(used[1], section.editors)
    assert found() == []
    drain.run_all()
    assert (len(found()), len(found(editor))) == (0, 1)


def test_moving_page_or_collection_works_at_the_next_request(
    used: tuple[Document, CasePage], other_section: Any
) -> None:
    document, page = used
    wall(other_section, other_section.editors)
    page.move(other_section, pos="last-child")
    assert found() == []
    drain.run_all()
    assert found() == []
    other_section.view_restrictions.all().delete()
    assert len(found()) == 1
    root = Collection.get_first_root_node()
    closed = root.add_child(name="Closed")
    wall_files(closed, other_section.editors)
    inner = root.add_child(name="Inner")
    document.collection = inner
    document.save()
    drain.run_all()
    assert len(found()) == 1
    inner.move(Collection.objects.get(pk=closed.pk), pos="sorted-child")
    assert found() == []


def test_document_moved_to_a_closed_collection_closes_at_once(
    used: tuple[Document, CasePage], other_section: Any
) -> None:
    document, _page = used
    closed = Collection.get_first_root_node().add_child(name="Closed")
    wall_files(closed, other_section.editors)
    document.collection = closed
    document.save()
    assert found() == []
    drain.run_all()
    assert found() == []
    assert not Change.objects.exists()


def test_deleted_document_is_gone_at_once(used: tuple[Document, CasePage]) -> None:
    used[0].delete()
    assert found() == []
    drain.run_all()
    assert not Entry.objects.live().of_kind("document").exists()
    assert not DocumentUse.objects.exists()


def test_long_document_is_entered_page_by_page_and_shares_one_key(
    section: Any, make_case: MakeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = tuple(f"Page {n} " + "word " * 3000 for n in (1, 2, 3, 4))
    extracted = Extracted(Ending.READ, Unit.PAGE, pages)
    monkeypatch.setattr(documents, "extract", lambda *_: (extracted, "hash"))
    document = upload("long.pdf", b"-")
    page = make_case(section, assets=[asset(document)])
    take_in()
    entries = Entry.objects.live().of_kind("document").order_by("pk")
    key = f"document:{document.pk}:{page.pk}"
    assert [entry.key for entry in entries] == [f"{key}:{n}" for n in (1, 2, 3, 4)]
    assert [entry.url for entry in entries] == [
        f"{document.url}#page={n}" for n in (1, 2, 3, 4)
    ]
    assert len({entry.translation_key for entry in entries}) == 1
    assert differences() == {"missing": [], "extra": [], "stale": []}
    # A shorter file under the same document leaves no page behind.
    monkeypatch.undo()
    document.file.save("short.txt", ContentFile(b"zebra"))
    take_in()
    assert found() == [key]


def test_page_longer_than_an_entry_is_entered_in_parts(
    section: Any, make_case: MakeCase
) -> None:
    document = upload(content=b"zebra crossing " * 8000)
    make_case(section, assets=[asset(document)])
    take_in()
    bodies = Entry.objects.live().of_kind("document").values_list("body", flat=True)
    assert len(bodies) == 3
    assert sum(body.count("crossing") for body in bodies) == 8000


def test_replaced_file_forgets_the_old_text_at_once(
    used: tuple[Document, CasePage],
) -> None:
    document, _page = used
    document.file.save("new.txt", ContentFile(b"A lion"))
    drain.run_all()
    entry = Entry.objects.get(key=found()[0])
    assert (entry.body, state_of(document)) == ("", State.WAITING)
    take_in()
    entry.refresh_from_db()
    assert entry.body == "A lion"


def test_new_title_reaches_the_entry_without_reading_again(
    used: tuple[Document, CasePage],
) -> None:
    document, _page = used
    document.title = "New plan"
    document.save()
    assert state_of(document) == State.READ
    drain.run_all()
    assert Entry.objects.get(key=found()[0]).title == "New plan"


def test_queue_goes_on_after_every_kind_of_failure(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    crash, gone, locked, good = upload(), upload(), upload(), upload()
    gone.file.storage.delete(gone.file.name)
    real = documents.extract

    def failing(file: Any, suffix: str) -> Any:
        if file.name.endswith(crash.filename):
            raise OSError("The disk is full.")
        if file.name.endswith(locked.filename):
            return Extracted(Ending.ENCRYPTED), "hash"
        return real(file, suffix)

    monkeypatch.setattr(documents, "extract", failing)
    assert documents.read_waiting() == 4
    states = [state_of(each) for each in (crash, gone, locked, good)]
    assert states == [State.CRASHED, State.MISSING, State.ENCRYPTED, State.READ]


def test_reading_that_died_is_tried_once_more_and_then_left_alone(db: None) -> None:
    document, other = upload(), upload()
    old = timezone.now() - documents.LOST_AFTER - datetime.timedelta(seconds=1)
    text = DocumentText.objects.filter(document=document)
    text.update(state=State.READING, started_at=timezone.now(), attempts=1)
    assert documents.read_waiting() == 0
    text.update(started_at=old)
    assert documents.read_waiting() == 2
    assert state_of(document) == state_of(other) == State.READ
    text.update(state=State.READING, started_at=old, attempts=2)
    assert documents.read_waiting() == 0
    assert state_of(document) == State.CRASHED


@pytest.mark.usefixtures("wagtail_indexes")
def test_command_reads_what_waits_and_again(
    used: tuple[Document, CasePage], capsys: pytest.CaptureFixture[str]
) -> None:
    document, page = used
    first = DocumentText.objects.get(document=document).checked_at
    # As a hub stands that was upgraded: documents and pages, but nothing read.
    DocumentText.objects.all().delete()
    DocumentUse.objects.all().delete()
    Entry.objects.of_kind("document").delete()
    Entry.objects.filter(key=f"page:{page.pk}").update(data={}, content_hash="")
    call_command("extract_documents")
    assert found() == [f"document:{document.pk}:{page.pk}"]
    second = DocumentText.objects.get(document=document).checked_at
    call_command("extract_documents")
    assert DocumentText.objects.get(document=document).checked_at == second != first
    call_command("extract_documents", "--again")
    assert DocumentText.objects.get(document=document).checked_at != second
    assert "Searchable: 1" in capsys.readouterr().out


def test_pdf_of_a_few_pages_knows_where_each_begins(
    section: Any, make_case: MakeCase
) -> None:
    document = upload("few.pdf", files.pdf("One", "Two zebras"))
    make_case(section, assets=[asset(document)])
    take_in()
    entry = Entry.objects.get(key=found()[0])
    assert (entry.body, entry.data["numbers"]) == ("One Two zebras", [[0, 1], [4, 2]])
