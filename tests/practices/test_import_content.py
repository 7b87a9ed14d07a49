"""The import command: what becomes of records, in a first and in later runs."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Revision

from accounts.models import Agency
from catalogue.models import Change, Entry
from practices.models import CasePage, GuidePage, ImportedRecord
from tests.practices.import_files import record, write
from vocabulary.models import Tag, Theme

pytestmark = pytest.mark.django_db


def run(*files: Path, **options: Any) -> tuple[str, str]:
    """Run the command; return what it wrote to stdout and stderr."""
    out, err = StringIO(), StringIO()
    call_command("import_content", *map(str, files), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return write(tmp_path / "one.jsonl", record())


def test_a_record_becomes_a_live_case_in_the_section_of_its_agency(one: Path) -> None:
    run(one)
    page = CasePage.objects.get()
    assert page.live
    assert page.title == "Courriers clairs 1"
    assert page.get_parent() == Agency.objects.get().section.page_ptr
    assert page.locale.language_code == "fr"
    assert page.status == "pilot"
    assert page.source_url == "https://site.example/cas/1.html"
    assert str(page.first_published_at.date()) == "2024-03-05"


def test_its_text_goes_to_the_fields_that_its_headings_name(one: Path) -> None:
    run(one)
    page = CasePage.objects.get()
    assert page.problem.raw_data[0]["value"] == "<p>Trop de courriers.</p>"
    assert page.solution.raw_data[0]["value"] == "<p>Un <b>bon</b> modèle.</p>"
    assert page.results == "<p>40 % d'appels en moins.</p>"


def test_an_imported_page_has_a_revision_that_holds_all_of_it(one: Path) -> None:
    run(one)
    page = CasePage.objects.get()
    assert page.live_revision_id == page.latest_revision_id is not None
    assert not page.has_unpublished_changes
    again = page.get_latest_revision_as_object()
    assert again.results == page.results
    assert [tag.name for tag in again.tags.all()] == [t.name for t in page.tags.all()]


@pytest.mark.parametrize(
    ("fields", "model"),
    [
        ({"type": "produit"}, CasePage),
        ({"type": "solution"}, CasePage),
        ({"type": "guide"}, GuidePage),
        ({"type": "glossary"}, GuidePage),
        ({"type": "maatregelen"}, GuidePage),
        ({"type": "unheard of"}, GuidePage),
    ],
)
def test_the_type_decides_the_kind_of_page(
    tmp_path: Path, fields: dict[str, str], model: type[Page]
) -> None:
    run(write(tmp_path / "a.jsonl", record(**fields)))
    assert model.objects.count() == 1


@pytest.mark.parametrize(
    ("phase", "status"),
    [
        ("investigation", "idea"),
        ("construction", "pilot"),
        ("acceleration", "in-use"),
        ("consolidation", "scaled-up"),
        ("transfere", "in-use"),
        ("abandon", "abandoned"),
        ("abandon-investigation", "abandoned"),
        ("", ""),
        ("unheard of", ""),
    ],
)
def test_the_phase_decides_the_status(tmp_path: Path, phase: str, status: str) -> None:
    run(write(tmp_path / "a.jsonl", record(phase=phase)))
    assert CasePage.objects.get().status == status


def test_agencies_and_tags_are_made_once_whatever_their_case(tmp_path: Path) -> None:
    Tag.objects.create(name="courriers", state=Tag.State.ACCEPTED)
    run(
        write(
            tmp_path / "a.jsonl",
            record(1, tags=["Courriers", "Accueil, Guichet"]),
            record(2, tags=["COURRIERS", "accueil"], agency=" ville  de corvanne "),
        )
    )
    assert Agency.objects.get().name_fr == "Ville de Corvanne"
    states = dict(Tag.objects.values_list("name", "state"))
    assert states == {
        "courriers": "accepted",
        "Accueil": "proposed",
        "Guichet": "proposed",
    }
    for page in CasePage.objects.all():
        assert "courriers" in page.tags.names()


def test_a_merged_tag_gives_its_place_to_its_successor(tmp_path: Path) -> None:
    kept = Tag.objects.create(name="lettres", state=Tag.State.ACCEPTED)
    Tag.objects.create(name="courriers", merged_into=kept)
    run(write(tmp_path / "a.jsonl", record(tags=["Courriers"])))
    assert list(CasePage.objects.get().tags.names()) == ["lettres"]


def test_known_words_are_themes_in_four_languages_made_once(tmp_path: Path) -> None:
    run(
        write(
            tmp_path / "a.jsonl",
            record(1, tags=["Écologie"]),
            record(2, tags=["duurzaamheid"], lang="nl", themes=["Wonen"]),
        )
    )
    theme = Theme.objects.get(slug="environment")
    assert set(theme.labels) == {"en", "fr", "nl", "de"}
    pages = CasePage.objects.filter(themes=theme)
    assert pages.count() == 2
    assert (
        Theme.objects.get(label_nl="Wonen")
        in pages.get(title__endswith="2").themes.all()
    )


def test_translations_are_joined_within_a_source_and_not_across(tmp_path: Path) -> None:
    key = {"translation_key": "index", "type": "guide"}
    run(
        write(
            tmp_path / "a.jsonl",
            record(1, lang="fr", **key),
            record(2, lang="de", **key),
            record(3, lang="de", url="https://other.example/", **key),
            record(4, lang="de", **key),
        )
    )
    french, german, other, second = GuidePage.objects.order_by("title")
    assert french.translation_key == german.translation_key
    assert french.locale != german.locale
    assert len({p.translation_key for p in (german, other, second)}) == 3


def test_long_titles_and_summaries_are_kept_whole_with_a_warning(
    tmp_path: Path,
) -> None:
    long = {"title": "Titre " * 30, "summary": "Résumé " * 40}
    _out, err = run(write(tmp_path / "a.jsonl", record(**long)), verbosity=2)
    page = CasePage.objects.get()
    assert page.title == long["title"].strip()
    assert page.summary == long["summary"].strip()
    assert "a.jsonl, line 1: the title is longer than 100 characters" in err
    assert "the summary is longer than 160 characters" in err


def test_the_catalogue_has_every_page_when_the_run_ends(tmp_path: Path) -> None:
    run(write(tmp_path / "a.jsonl.gz", *(record(number) for number in range(60))))
    assert Entry.objects.live().filter(kind="case").count() == 60
    assert not Change.objects.exists()


def test_a_second_run_changes_nothing_and_writes_nothing(one: Path) -> None:
    run(one)
    before = (Page.objects.count(), Revision.objects.count(), Tag.objects.count())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        out, err = run(one)
    assert "0 pages made, 0 updated, 1 unchanged" in out
    assert err == ""
    after = (Page.objects.count(), Revision.objects.count(), Tag.objects.count())
    assert after == before
    writing = ("INSERT", "UPDATE", "DELETE")
    assert not [q for q in queries if q["sql"].upper().startswith(writing)]


def test_a_second_run_asks_the_same_number_of_queries_for_more_records(
    tmp_path: Path,
) -> None:
    few = write(tmp_path / "few.jsonl", record(1))
    many = write(tmp_path / "many.jsonl", *(record(number) for number in range(40)))
    run(few)
    run(many)
    with CaptureQueriesContext(connection) as for_few:
        run(few)
    with CaptureQueriesContext(connection) as for_many:
        run(many)
    assert len(for_many) == len(for_few)


def test_a_record_in_another_file_is_still_the_same(tmp_path: Path, one: Path) -> None:
    run(one)
    run(write(tmp_path / "moved.jsonl.gz", record()))
    assert CasePage.objects.count() == 1


def test_what_changed_at_the_source_is_updated(tmp_path: Path, one: Path) -> None:
    run(one)
    number, slug = CasePage.objects.values_list("pk", "slug").get()
    changed = record(
        title="Autre titre", tags=["Neuf"], phase="abandon", sponsors=["X"]
    )
    out, _err = run(write(tmp_path / "b.jsonl", changed))
    page = CasePage.objects.get()
    assert "1 updated" in out
    assert (page.pk, page.slug, page.title) == (number, slug, "Autre titre")
    assert page.status == "abandoned"
    assert list(page.tags.names()) == ["Neuf"]
    assert [str(partner) for partner in page.partners.all()] == ["X"]
    assert page.live_revision_id == page.latest_revision_id
    assert Entry.objects.get(key=f"page:{page.pk}").title == "Autre titre"
    assert "1 unchanged" in run(tmp_path / "b.jsonl")[0]


def edit(page: CasePage, title: str) -> None:
    """Save a change the way the admin does."""
    page.title = title
    page.save_revision().publish()


def test_what_an_editor_changed_is_reported_and_left_alone(
    tmp_path: Path, one: Path
) -> None:
    run(one)
    edit(CasePage.objects.get(), "Edited here")
    changed = write(tmp_path / "b.jsonl", record(title="Changed there"))
    assert "1 unchanged" in run(one)[0]
    out, err = run(changed)
    assert "1 edited here and left alone" in out
    assert "b.jsonl, line 1: “Changed there” was edited here since" in err
    assert CasePage.objects.get().title == "Edited here"


def test_overwrite_takes_the_source_again(tmp_path: Path, one: Path) -> None:
    run(one)
    edit(CasePage.objects.get(), "Edited here")
    out, _err = run(one, overwrite=True)
    assert "1 updated" in out
    assert CasePage.objects.get().title == "Courriers clairs 1"


def test_a_page_taken_offline_does_not_come_back(tmp_path: Path, one: Path) -> None:
    run(one)
    CasePage.objects.get().unpublish()
    run(write(tmp_path / "b.jsonl", record(title="Changed there")))
    assert not CasePage.objects.get().live


def test_a_deleted_page_stays_away_until_overwrite(tmp_path: Path, one: Path) -> None:
    run(one)
    CasePage.objects.get().delete()
    changed = write(tmp_path / "b.jsonl", record(title="Changed there"))
    assert "1 deleted here and left out" in run(changed)[0]
    assert CasePage.objects.count() == 0
    run(changed, overwrite=True)
    assert CasePage.objects.get().title == "Changed there"
    assert ImportedRecord.objects.count() == 1


def test_pages_of_one_title_have_addresses_of_their_own(tmp_path: Path) -> None:
    run(write(tmp_path / "a.jsonl", *(record(n, title="L'école") for n in range(3))))
    slugs = CasePage.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["l-ecole", "l-ecole-2", "l-ecole-3"]


def test_a_record_that_cannot_be_saved_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = CasePage.full_clean

    def refuse(page: CasePage, *args: Any, **kwargs: Any) -> None:
        if page.title.endswith("1"):
            raise ValueError("refused")
        whole(page, *args, **kwargs)

    monkeypatch.setattr(CasePage, "full_clean", refuse)
    out, err = run(write(tmp_path / "a.jsonl", record(1), record(2)))
    assert "1 pages made" in out
    assert "line 1: The record “site-1” could not be saved: refused" in err
    assert CasePage.objects.get().title == "Courriers clairs 2"
    assert ImportedRecord.objects.get().record_id == "site-2"
    assert not Page.find_problems()[0]


def test_broken_lines_are_reported_with_their_number_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    file = write(tmp_path / "a.jsonl", record(1), "{not json", "", "[1]", record(2))
    out, err = run(file)
    assert "2 pages made" in out
    assert "2 lines not imported" in out
    assert "a.jsonl, line 2: This line is not JSON." in err
    assert "a.jsonl, line 4: This line is not a JSON object." in err


def test_a_number_used_twice_is_reported_and_the_first_one_counts(
    tmp_path: Path,
) -> None:
    first = write(tmp_path / "a.jsonl", record(1))
    second = write(tmp_path / "b.jsonl", record(1, title="Twin"))
    _out, err = run(first, second)
    assert "b.jsonl, line 1: The number “site-1” was already used in" in err
    assert CasePage.objects.get().title == "Courriers clairs 1"


def test_a_run_fails_when_nothing_could_be_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no line could be read"):
        run(write(tmp_path / "a.jsonl", "nonsense"))


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"absent\.jsonl cannot be read"):
        run(tmp_path / "absent.jsonl")


def test_strict_fails_on_a_single_broken_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Some lines were not imported"):
        run(write(tmp_path / "a.jsonl", record(), "nonsense"), strict=True)
    assert CasePage.objects.count() == 1


def test_a_progress_bar_is_drawn_on_a_terminal_only(one: Path) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    err = Terminal()
    call_command("import_content", str(one), stdout=StringIO(), stderr=err)
    assert "[##############################] 1/1" in err.getvalue()
    assert "[#" not in run(one)[1]


@pytest.mark.data
def test_a_real_source_in_two_languages_arrives_joined(shared_data: Path) -> None:
    corpus = shared_data / "corpora" / "opendata_swiss_handbook_de_fr"
    run(corpus / "docs.jsonl.gz")
    assert GuidePage.objects.count() == 80
    # One office that signs in two languages is one agency.
    assert Agency.objects.get().names.keys() == {"de", "fr"}
    german, french = (Locale.objects.get(language_code=code) for code in ("de", "fr"))
    keys = GuidePage.objects.filter(locale=german).values("translation_key")
    assert (
        GuidePage.objects.filter(locale=french, translation_key__in=keys).count() == 36
    )
    assert "80 unchanged" in run(corpus / "docs.jsonl.gz")[0]
