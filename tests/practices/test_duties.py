"""What agencies must do: who is asked, who marks it, and what each reader sees."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from accounts.models import Agency, User
from catalogue.access import reader_of
from catalogue.models import Importance
from practices import duties
from practices.models import AgencySectionPage, CasePage, CollectionPage, Done
from tests.practices.conftest import Ask, agency_of, day, person, publish, wall

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def mark(page: Any) -> str:
    return reverse("practices:duty-done", args=[page.pk])


def undo(page: Any) -> str:
    return reverse("practices:duty-undo", args=[page.pk])


def seen(page: Any, user: User) -> duties.Duty:
    found = duties.duty_of(page, user, reader_of(user))
    assert found is not None
    return found


def text(client: Client, page: Any) -> str:
    return client.get(page.url).content.decode()


def test_agent_of_addressed_agency_marks_it_and_takes_it_back(
    ask: Ask, lea: User, agency: Agency, signed_in: SignIn
) -> None:
    User.objects.filter(pk=lea.pk).update(job_title="Head of duties")
    page, client = ask(agency), signed_in(lea)
    before = text(client, page)
    assert "1 agency must do this by" in before
    assert "Your agency is one of them." in before
    assert "Article 14 asks for it." in before
    answer = client.post(mark(page), {"note": "Kept in file 7."})
    assert answer.headers["Location"] == f"{page.url}#duty"
    done = Done.objects.get()
    assert (done.agency, done.by, done.note) == (agency, lea, "Kept in file 7.")
    after = text(client, page)
    assert "Noordzoom</span></strong> on" in after
    words = re.sub("<[^>]+>", "", after)
    assert f"marked by lea (Head of duties, {agency}). Kept" in words
    assert "Kept in file 7." in after
    client.post(undo(page))
    assert not Done.objects.exists()
    assert "Mark as done for my agency" in text(client, page)


def test_marking_twice_keeps_the_first_mark(
    ask: Ask, lea: User, editor: User, agency: Agency, signed_in: SignIn
) -> None:
    page = ask(agency)
    signed_in(lea).post(mark(page), {"note": "first"})
    assert signed_in(editor).post(mark(page), {"note": "second"}).status_code == 302
    done = Done.objects.get()
    assert (done.by, done.note) == (lea, "first")


def test_database_keeps_one_mark_of_an_agency(
    ask: Ask, lea: User, agency: Agency
) -> None:
    done = duties.mark_done(ask(agency), lea)
    with pytest.raises(IntegrityError), transaction.atomic():
        Done.objects.create(translation_key=done.translation_key, agency=agency)


def test_agent_of_another_agency_reads_the_line_and_cannot_mark(
    ask: Ask, jean: User, agency: Agency, signed_in: SignIn
) -> None:
    page, client = ask(agency), signed_in(jean)
    shown = text(client, page)
    assert "1 agency must do this by" in shown
    assert "Yours is not one of them." in shown
    assert "Mark as done" not in shown
    for address in (mark(page), undo(page)):
        answer = client.post(address)
        assert answer.status_code == 403
        assert "does not ask your agency" in answer.content.decode()
    assert not Done.objects.exists()


def test_stranger_reads_the_line_without_names_and_is_led_to_the_door(
    ask: Ask, lea: User, agency: Agency, client: Client
) -> None:
    page = ask(agency)
    duties.mark_done(page, lea, "Kept in file 7.")
    shown = text(client, page)
    assert "1 agency must do this by" in shown
    assert "Article 14 asks for it." in shown
    for hidden in ("Mark as done", "Done by", "marked by", "Kept in file 7."):
        assert hidden not in shown
    answer = client.post(mark(page))
    assert answer.headers["Location"] == f"/account/login/?next={page.url}"


@pytest.mark.parametrize("how", ["guest", "without agency", "switched off"])
def test_whoever_speaks_for_no_agency_cannot_mark(
    ask: Ask, lea: User, how: str, client: Client
) -> None:
    page = ask()
    changes = {
        "guest": {"is_guest": True},
        "without agency": {"agency": None},
        "switched off": {"is_active": False},
    }[how]
    for name, value in changes.items():
        setattr(lea, name, value)
    lea.save()
    assert not duties.may_mark(page, lea)
    client.force_login(lea, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(mark(page)).status_code in (302, 403)
    assert not Done.objects.exists()
    assert "Mark as done" not in text(client, page)


def test_page_that_one_may_not_read_is_not_there(
    ask: Ask, lea: User, agency: Agency, other_section: Any, signed_in: SignIn
) -> None:
    page = ask(agency)
    wall(page, other_section.editors)
    client = signed_in(lea)
    assert client.post(mark(page)).status_code == 404
    assert client.post(reverse("practices:duty-done", args=[10**9])).status_code == 404
    section = reverse("practices:duty-done", args=[page.get_parent().pk])
    assert client.post(section).status_code == 404


def test_marks_need_a_post_and_its_token(ask: Ask, lea: User, agency: Agency) -> None:
    page, client = ask(agency), Client(enforce_csrf_checks=True)
    client.force_login(lea, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(mark(page)).status_code == 405
    assert client.post(mark(page)).status_code == 403
    assert not Done.objects.exists()


def test_long_note_comes_back_whole_with_a_sentence(
    ask: Ask, lea: User, agency: Agency, signed_in: SignIn
) -> None:
    page, client = ask(agency), signed_in(lea)
    shown = client.post(mark(page), {"note": "n" * 301}).content.decode()
    assert "Write at most 300 characters." in shown
    assert "n" * 301 in shown
    assert not Done.objects.exists()
    client.post(mark(page), {"note": "<b>" + "n" * 297})
    assert "&lt;b&gt;nnn" in text(client, page)


def test_note_is_kept_without_marks_that_nobody_sees(
    ask: Ask, lea: User, agency: Agency, signed_in: SignIn
) -> None:
    page = ask(agency)
    signed_in(lea).post(mark(page), {"note": "File\u202e 7\x07"})
    assert Done.objects.get().note == "File 7"


def test_too_many_marks_in_an_hour_wait(
    ask: Ask, lea: User, agency: Agency, signed_in: SignIn
) -> None:
    page, client = ask(agency), signed_in(lea)
    for number in range(60):
        client.post((undo if number % 2 else mark)(page))
    assert client.post(mark(page)).status_code == 429
    assert not Done.objects.exists()
    cache.clear()
    assert client.post(mark(page)).status_code == 302


def test_agents_see_who_has_and_who_has_not(
    ask: Ask, lea: User, jean: User, agency: Agency, signed_in: SignIn
) -> None:
    third = agency_of("third")
    page = ask(agency, jean.agency, third)
    duties.mark_done(page, lea, "Kept in file 7.")
    shown = text(signed_in(jean), page)
    assert "Done by 1 of 3 agencies" in shown
    missing, done = shown.split("Not done yet")[1].split(">Done</h2>")
    assert "Office third" in missing
    assert "Ville de Valmont" in missing
    assert "Noordzoom" in done.split("</details>")[0]
    # Who it was is for the agency's own people.
    assert "marked by" not in shown
    assert "Kept in file 7." not in shown


def test_mark_of_an_agency_no_longer_addressed_is_not_counted(
    ask: Ask, lea: User, jean: User, agency: Agency
) -> None:
    page = ask(agency)
    duties.mark_done(page, lea)
    page.addressed = [jean.agency]
    publish(page)
    duty = seen(page, jean)
    assert (duty.done_total, duty.total) == (0, 1)
    assert [line.agency.slug for line in duty.done_by] == [agency.slug]


def test_without_names_all_agencies_that_have_agents_are_asked(
    ask: Ask, lea: User, jean: User
) -> None:
    agency_of("empty")
    page = ask()
    duty = seen(page, lea)
    assert (duty.total, duty.mine) == (2, lea.agency)
    assert duties.may_mark(page, jean)


def test_past_deadline_is_amber_until_it_is_done(
    ask: Ask, lea: User, agency: Agency, signed_in: SignIn
) -> None:
    page, client = ask(agency, deadline=day(-1)), signed_in(lea)
    shown = text(client, page)
    assert '<div class="note warn">' in shown
    assert "should have done this by" in shown
    client.post(mark(page))
    shown = text(client, page)
    assert '<div class="note ok">' in shown
    assert '<div class="note warn">' not in shown


def test_deadline_of_today_is_not_past(ask: Ask, lea: User, agency: Agency) -> None:
    assert not seen(ask(agency, deadline=day(0)), lea).is_past


def test_done_is_done_in_all_languages_and_survives_publishing(
    ask: Ask, lea: User, agency: Agency, drained: Callable[[], None]
) -> None:
    page = ask(agency)
    french = page.copy(
        update_attrs={
            "locale": Locale.objects.get(language_code="fr"),
            "slug": "un-devoir",
        },
        reset_translation_key=False,
    )
    publish(french)
    drained()
    reader = reader_of(lea)
    with translation.override("fr"):
        assert [entry.key for entry in duties.duties_for(agency, reader)] == [
            f"page:{french.pk}"
        ]
    duties.mark_done(french, lea)
    publish(page)
    drained()
    assert seen(page, lea).done
    assert seen(french, lea).done
    assert duties.duties_for(agency, reader) == []


def test_lowered_importance_takes_the_note_away_and_keeps_what_was_done(
    ask: Ask, lea: User, agency: Agency, signed_in: SignIn
) -> None:
    page, client = ask(agency), signed_in(lea)
    client.post(mark(page))
    page.importance, page.importance_note = Importance.NORMAL, "The law was changed."
    publish(page)
    assert 'id="duty"' not in text(client, page)
    assert client.post(undo(page)).status_code == 403
    assert Done.objects.count() == 1


def test_marks_go_with_the_last_language_of_the_page(
    ask: Ask, lea: User, agency: Agency
) -> None:
    page = ask(agency)
    french = page.copy(
        update_attrs={"locale": Locale.objects.get(language_code="fr"), "slug": "fr"},
        reset_translation_key=False,
    )
    duties.mark_done(page, lea)
    page.delete()
    assert Done.objects.count() == 1
    french.delete()
    assert not Done.objects.exists()


def test_copy_of_a_page_starts_with_nothing_done(
    ask: Ask, lea: User, agency: Agency
) -> None:
    page = ask(agency)
    duties.mark_done(page, lea)
    copy = page.copy(update_attrs={"slug": "another"})
    assert duties.done_for(copy) == []


def test_collections_and_guides_ask_too(
    section: AgencySectionPage,
    make_guide: Callable[..., Any],
    make_collection: Callable[..., CollectionPage],
    lea: User,
    drained: Callable[[], None],
    signed_in: SignIn,
) -> None:
    values = {"importance": Importance.MUST_DO, "deadline": day(3)}
    client = signed_in(lea)
    for page in (
        make_guide(section, sections=5, **values),
        make_collection(section, **values),
    ):
        drained()
        assert "Mark as done for my agency" in text(client, page)
        assert client.post(mark(page)).status_code == 302
        assert "Done for" in text(client, page)


def test_ten_times_the_agencies_take_as_many_queries(
    ask: Ask, lea: User, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    page, client = ask(), signed_in(lea)
    for number in range(20):
        user = person(f"agent{number}", agency_of(f"office{number}"))
        if number % 2:
            duties.mark_done(page, user)
    text(client, page)
    # Three more than a page that asks nothing.
    with django_assert_max_num_queries(15):
        assert "Done by 10 of 21 agencies" in text(client, page)


def test_preview_of_a_draft_shows_the_note_without_a_button(
    make_case: Callable[..., CasePage],
    section: AgencySectionPage,
    lea: User,
    publisher: User,
    signed_in: SignIn,
) -> None:
    page = make_case(section, live=False, importance=3, deadline=day(5))
    page.save_revision()
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    shown = signed_in(publisher).get(url).content.decode()
    assert "Your agency is one of them." in shown
    assert "Mark as done" not in shown
