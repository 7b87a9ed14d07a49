"""Taking changes in: complete, bounded, robust, never twice."""

import pytest
from django.db import transaction
from wagtail.models import Page

from catalogue import changes, drain, projectors, services
from catalogue.models import Change, Entry
from hub.models import HomePage, StandardPage
from tests.catalogue.conftest import MakePage, titles


def entry_of(page: Page) -> Entry:
    return Entry.objects.get(key=f"page:{page.pk}")


def test_draft_never_enters(make_page: MakePage) -> None:
    page = make_page("Public")
    assert titles() == ["Public"]
    page.title = "Secret plan"
    page.save_revision()
    assert not Change.objects.exists()
    draft = make_page("Only a draft", live=False)
    draft.save_revision()
    assert titles() == ["Public"]


def test_version_moves_only_when_content_does(make_page: MakePage) -> None:
    page = make_page("Steady")
    titles()
    page.save()
    titles()
    assert entry_of(page).version == 1
    page.title = "Moved on"
    page.save()
    titles()
    assert entry_of(page).version == 2


def test_removed_entry_keeps_its_version_and_nothing_else(
    make_page: MakePage,
) -> None:
    page = make_page("Short life", body="<p>words</p>")
    titles()
    entry = entry_of(page)
    page.delete()
    assert titles() == []
    entry.refresh_from_db()
    assert (entry.removed, entry.version) == (True, 2)
    assert [entry.title, entry.body, entry.place_id] == ["", "", None]


def test_page_that_is_no_entry_leaves_no_row(home: HomePage) -> None:
    home.save()
    drain.run_all()
    assert not Entry.objects.exists()


def test_alias_is_no_entry(make_page: MakePage) -> None:
    page = make_page("Source")
    page.create_alias(update_slug="alias")
    assert titles() == ["Source"]


def test_one_broken_object_does_not_stop_the_others(
    make_page: MakePage, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    broken, fine = make_page("Broken"), make_page("Fine")
    project = projectors.project

    def fails(key: str) -> projectors.Projection | None:
        if key == f"page:{broken.pk}":
            raise ValueError("no")
        return project(key)

    monkeypatch.setattr(projectors, "project", fails)
    assert titles() == ["Fine"]
    assert f"page:{broken.pk}" in caplog.text
    assert [c.attempts > 0 for c in Change.objects.all()] == [True]
    monkeypatch.undo()
    assert titles() == ["Broken", "Fine"]
    assert not Change.objects.exists()
    assert fine.live


def test_drain_is_bounded_and_goes_on_where_it_stopped(make_page: MakePage) -> None:
    for number in range(7):
        make_page(f"Page {number}")
    assert drain.run(max_objects=3, max_seconds=60) == 3
    assert Entry.objects.live().count() == 3
    assert drain.run(max_objects=50, max_seconds=0) == 1
    assert drain.run_all() == 3
    assert not Change.objects.exists()


def test_changed_address_of_a_section_reaches_all_below(make_page: MakePage) -> None:
    top = make_page("Top")
    below = make_page("Below", parent=make_page("Middle", parent=top))
    titles()
    top.slug = "renamed"
    top.save()
    titles()
    assert entry_of(below).url == "/renamed/middle/below/"


def test_stale_missing_and_extra_entries_are_told_and_mended(
    make_page: MakePage,
) -> None:
    pages = [make_page(name) for name in ("Missing", "Stale", "Extra", "Right")]
    titles()
    keys = [f"page:{page.pk}" for page in pages]
    Entry.objects.filter(key=keys[0]).delete()
    StandardPage.objects.filter(pk=pages[1].pk).update(title="Changed silently")
    Page.objects.filter(pk=pages[2].pk).update(live=False)
    assert services.differences() == {
        "missing": [keys[0]],
        "stale": [keys[1]],
        "extra": [keys[2]],
    }
    changes.object_changed(*keys)
    assert titles() == ["Changed silently", "Missing", "Right"]
    assert not any(services.differences().values())


@pytest.mark.django_db(transaction=True)
def test_saving_takes_the_change_in_right_after_the_commit() -> None:
    home = HomePage.objects.get()
    with transaction.atomic():
        home.add_child(instance=StandardPage(title="Committed"))
        assert not Entry.objects.exists()
        assert Change.objects.exists()
    assert list(Entry.objects.values_list("title", flat=True)) == ["Committed"]
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_fault_of_the_drain_never_reaches_who_saved(
    monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    def fails(*_args: object) -> None:
        raise RuntimeError("broken drain")

    monkeypatch.setattr(drain, "_expand_scopes", fails)
    home = HomePage.objects.get()
    home.add_child(instance=StandardPage(title="Saved all the same"))
    assert StandardPage.objects.filter(title="Saved all the same").exists()
    assert Change.objects.exists()
    monkeypatch.undo()
    drain.run_all()
    assert Entry.objects.filter(title="Saved all the same").exists()


@pytest.mark.django_db(transaction=True)
def test_paused_drain_only_logs() -> None:
    home = HomePage.objects.get()
    with drain.paused():
        home.add_child(instance=StandardPage(title="Later"))
    assert not Entry.objects.exists()
    drain.run_all()
    assert Entry.objects.filter(title="Later").exists()
