"""n of 12 reader questions: the same figure in form, explorer and exports."""

import csv
import datetime
import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from practices.completeness import QUESTIONS, completeness
from practices.models import (
    AgencySectionPage,
    CaseContact,
    CaseIndicator,
    CasePage,
    GuidePage,
)
from practices.viewsets import count_cases
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db
MakeCase = Callable[..., CasePage]
SignIn = Callable[[User], Client]


def full(make_case: MakeCase, section: AgencySectionPage) -> CasePage:
    """A case that leaves nothing open."""
    case = make_case(
        section,
        "A full case",
        status="in-use",
        start_date=datetime.date(2024, 1, 1),
        ongoing=True,
        cost_once=0,
        **{
            name: f"<p>{name}</p>"
            for name in ("beneficiaries", "challenges", "lessons", "conditions")
        },
    )
    case.themes = [Theme.objects.create(slug="care", label_en="Care")]
    case.indicators = [CaseIndicator(name="Days", value=3)]
    case.contacts = [CaseContact(name="Ann", email="ann@noordzoom.example")]
    case.save()
    return case


def test_there_are_twelve_questions_each_with_a_field_of_the_form() -> None:
    form = CasePage.get_edit_handler().get_form_class()
    known = {*form.base_fields, *form.formsets}
    assert len(QUESTIONS) == 12
    assert {question.field for question in QUESTIONS} <= known


def test_five_fields_answer_two_questions(
    make_case: MakeCase, section: AgencySectionPage
) -> None:
    found = completeness(make_case(section))
    assert (found.answered, found.total) == (2, 12)
    assert found.missing[0].field == "status"


def test_full_case_leaves_nothing_open(
    make_case: MakeCase, section: AgencySectionPage
) -> None:
    assert completeness(full(make_case, section)).missing == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lessons": "<p></p>"}, "lessons"),
        ({"beneficiaries": ' <p data-block-key="a1"></p> '}, "beneficiaries"),
        ({"ongoing": False}, "start_date"),
        ({"cost_once": None}, "cost_once"),
        ({"status": ""}, "status"),
        ({"contacts": []}, "contacts"),
        ({"indicators": []}, "indicators"),
        ({"themes": []}, "themes"),
    ],
)
def test_emptied_field_opens_its_question(
    make_case: MakeCase,
    section: AgencySectionPage,
    change: dict[str, object],
    field: str,
) -> None:
    case = full(make_case, section)
    for name, value in change.items():
        setattr(case, name, value)
    assert [question.field for question in completeness(case).missing] == [field]


def test_form_names_each_open_question_with_a_link(
    make_case: MakeCase, section: AgencySectionPage, editor: User, signed_in: SignIn
) -> None:
    case = make_case(section)
    url = reverse("wagtailadmin_pages:edit", args=[case.pk])
    page = signed_in(editor).get(url).content.decode()
    assert "2 of 12 questions of readers are answered." in page
    for question in completeness(case).missing:
        assert f'href="#answer-{question.field}"' in page
        assert str(question.text) in page


def test_explorer_of_a_section_shows_the_figure(
    make_case: MakeCase,
    make_guide: Callable[..., GuidePage],
    section: AgencySectionPage,
    editor: User,
    signed_in: SignIn,
) -> None:
    full(make_case, section)
    make_case(section)
    make_guide(section, "A guide")
    url = reverse("wagtailadmin_explore", args=[section.pk])
    page = signed_in(editor).get(url).content.decode()
    assert "12 of 12" in page
    assert "2 of 12" in page
    assert "A guide" in page


def test_counting_a_long_list_takes_five_queries(
    make_case: MakeCase,
    section: AgencySectionPage,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    pages = [make_case(section) for _number in range(10)]
    with django_assert_num_queries(5):
        count_cases(pages)
    assert {str(page.counted) for page in pages} == {"2 of 12"}


def test_list_of_cases_and_its_exports_show_the_same_figure(
    make_case: MakeCase, section: AgencySectionPage, editor: User, signed_in: SignIn
) -> None:
    full(make_case, section)
    case = make_case(section, "A short case", live=False)
    client = signed_in(editor)
    url = reverse("cases:index")
    assert "2 of 12" in client.get(url).content.decode()
    answer = client.get(url, {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    rows = {row["Title"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["A full case"]["Reader questions answered"] == "12"
    assert rows["A short case"]["Reader questions answered"] == "2"
    assert (
        rows["A short case"]["Questions left open"] == completeness(case).missing_text
    )
    answer = client.get(url, {"export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active is not None
    assert book.active.max_row == 3
