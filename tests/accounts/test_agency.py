"""Agencies: names, domains, place in the state, their group, and the change log."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from accounts import directory
from accounts.domains import parse
from accounts.models import Agency, User
from accounts.services import set_domains
from accounts.viewsets import AgencyViewSet
from catalogue import drain
from catalogue.models import Change, Stamp


def stamp() -> int:
    return Stamp.objects.get(name=Stamp.LABELS).number


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("Wilgendam.Example\n\n finance.wilgendam.example ", None),
        ("wilgendam.example\nWILGENDAM.example", ["wilgendam.example"]),
        ("städte.example", ["xn--stdte-hra.example"]),
        ("a-b.c1.example", ["a-b.c1.example"]),
    ],
)
def test_domains_are_exact_names_in_small_letters(
    text: str, domains: list[str] | None
) -> None:
    expected = domains or ["wilgendam.example", "finance.wilgendam.example"]
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "@wilgendam.example",
        "lore@wilgendam.example",
        "*.wilgendam.example",
        "https://wilgendam.example",
        "wilgendam.example/",
        "wilgendam",
        ".example",
        "wilgendam..example",
        "-wilgendam.example",
        "wilgen dam.example",
        "10.0.0.1",
        "wilgendam.example:80",
        f"{'a' * 64}.example",
        f"{'a.' * 130}example",
        "wil\x00gendam.example",
    ],
)
def test_what_is_no_domain_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        parse(text)


def test_a_domain_belongs_to_one_agency(admin_client: Client, agency: Agency) -> None:
    set_domains(agency, ["wilgendam.example"])
    data = form_data(name_en="Other", email_domains="x.example\nWilgendam.Example")
    answer = admin_client.post(reverse("agencies:add"), data)
    errors = answer.context["form"].errors["email_domains"]
    assert "wilgendam.example belongs to" in errors[0]
    other = Agency.objects.create(slug="other", name_en="Other")
    with pytest.raises(IntegrityError), transaction.atomic():
        set_domains(other, ["wilgendam.example"])


def test_saving_an_agency_again_keeps_its_domains_and_drops_what_was_taken_out(
    admin_client: Client, agency: Agency
) -> None:
    set_domains(agency, ["old.example", "wilgendam.example"])
    address = reverse("agencies:edit", args=[agency.pk])
    shown = admin_client.get(address).context["form"].initial["email_domains"]
    assert shown == "old.example\nwilgendam.example"
    data = form_data(
        name_en="W", slug="wilgendam", email_domains="wilgendam.example\nnew.example"
    )
    assert admin_client.post(address, data).status_code == 302
    assert agency.domains == ["new.example", "wilgendam.example"]


def test_an_agency_needs_a_name(db: None) -> None:
    with pytest.raises(ValidationError, match="at least one language"):
        Agency(slug="x").full_clean()


def test_an_agency_is_not_part_of_itself(agency: Agency) -> None:
    below = Agency.objects.create(slug="below", name_en="Below", parent=agency)
    agency.parent = below
    with pytest.raises(ValidationError, match="part of itself"):
        agency.full_clean()


def test_the_name_is_in_the_language_of_the_reader(agency: Agency) -> None:
    with translation.override("nl"):
        assert str(agency) == "Gemeente Wilgendam"
    with translation.override("fr"):
        assert str(agency) == "Wilgendam"


def test_the_group_follows_the_name_and_goes_with_the_agency(db: None) -> None:
    Group.objects.create(name="Corvanne (corvanne)")
    with drain.paused():
        agency = Agency.objects.create(slug="corvanne", name_en="Corvanne")
    group = agency.group
    assert group.name == "Corvanne (corvanne) 2"
    agency.name_en = "City of Corvanne"
    agency.save()
    group.refresh_from_db()
    assert group.name == "City of Corvanne (corvanne)"


def test_names_of_the_greatest_length_still_make_two_groups(db: None) -> None:
    name = "n" * 200
    one, two = (
        Agency.objects.create(slug=f"{'s' * 79}{i}", name_en=name) for i in "ab"
    )
    assert one.group.name != two.group.name
    assert len(one.group.name) <= 150


def test_the_directory_is_read_again_when_an_agency_changes(
    agency: Agency, django_assert_num_queries: Any
) -> None:
    before = directory.agency_names(stamp())
    assert before["wilgendam"].names == {"en": "Wilgendam", "nl": "Gemeente Wilgendam"}
    assert before["wilgendam"].country == "nl"
    agency.name_en = "New name"
    agency.save()
    number = stamp()
    assert directory.agency_names(number)["wilgendam"].names["en"] == "New name"
    with django_assert_num_queries(0):
        directory.agency_names(number)


def test_renaming_logs_a_change_in_the_same_transaction(agency: Agency) -> None:
    Change.objects.all().delete()
    with drain.paused(), transaction.atomic():
        agency.name_en = "New name"
        agency.save()
        assert Change.objects.filter(
            scope=Change.Scope.RELATED, key=f"accounts.agency:{agency.pk}"
        ).exists()


def test_a_rename_that_is_undone_leaves_nothing(agency: Agency) -> None:
    Change.objects.all().delete()
    number = stamp()
    agency.name_en = "New name"
    with transaction.atomic():
        agency.save()
        transaction.set_rollback(True)
    assert not Change.objects.exists()
    assert stamp() == number
    assert Group.objects.get(pk=agency.group_id).name == "Wilgendam (wilgendam)"


def form_data(**fields: Any) -> dict[str, Any]:
    names = {f"name_{code}": "" for code in ("en", "fr", "nl", "de")}
    rest = dict.fromkeys(
        ("acronym", "slug", "country", "level", "parent", "website", "logo"), ""
    )
    return {**names, **rest, "email_domains": "", **fields}


def test_an_agency_is_made_in_the_editing_pages_with_its_logo(
    admin_client: Client,
) -> None:
    image = Image.objects.create(title="Logo", file=get_test_image_file())
    data = form_data(
        name_fr="Ville d’Éclair",
        country="fr",
        email_domains="Eclair.Example",
        logo=image.pk,
    )
    answer = admin_client.post(reverse("agencies:add"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    agency = Agency.objects.get(slug="ville-declair")
    assert agency.domains == ["eclair.example"]
    assert agency.logo.image == image
    assert agency.group is not None


def test_the_logo_is_taken_away_again(admin_client: Client, agency: Agency) -> None:
    image = Image.objects.create(title="Logo", file=get_test_image_file())
    address = reverse("agencies:edit", args=[agency.pk])
    data = form_data(name_en="Wilgendam", slug="wilgendam")
    admin_client.post(address, {**data, "logo": image.pk})
    saved = Agency.objects.get(pk=agency.pk)
    assert AgencyViewSet().get_form_class()(instance=saved).initial["logo"] == image
    admin_client.post(address, data)
    assert not hasattr(Agency.objects.get(pk=agency.pk), "logo")


def test_a_wrong_domain_is_named_in_the_form(admin_client: Client) -> None:
    data = form_data(name_en="X", email_domains="*.x.example")
    answer = admin_client.post(reverse("agencies:add"), data)
    assert "*.x.example" in answer.context["form"].errors["email_domains"][0]


def test_agencies_are_searched_filtered_and_exported(
    admin_client: Client, agency: Agency
) -> None:
    Agency.objects.create(slug="corvanne", name_fr="Ville de Corvanne", country="fr")
    address = reverse("agencies:index")
    for query in ({"q": "Gemeente"}, {"country": "nl"}):
        found = admin_client.get(address, query).context["object_list"]
        assert list(found) == [agency]
    exported = admin_client.get(address, {"export": "csv"})
    assert "Ville de Corvanne" in b"".join(exported.streaming_content).decode()


def test_an_agency_with_people_is_not_deleted(
    admin_client: Client, agent: User, agency: Agency
) -> None:
    address = reverse("agencies:delete", args=[agency.pk])
    answer = admin_client.post(address, follow=True)
    assert "This agency has people" in answer.content.decode()
    assert Agency.objects.filter(pk=agency.pk).exists()


def test_an_agency_with_a_section_is_not_deleted(
    admin_client: Client, agency: Agency
) -> None:
    address = reverse("agencies:delete", args=[agency.pk])
    answer = admin_client.post(address, follow=True)
    assert "still refer to it" in answer.content.decode()
    assert Group.objects.filter(pk=agency.group_id).exists()
