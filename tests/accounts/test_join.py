"""Joining by the address of an agency's confirmed domain."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import joining
from accounts.joining import Person, Refused
from accounts.models import Agency, EmailDomain, Invitation, User
from accounts.services import set_domains, suspend
from tests.accounts.conftest import PASSWORD
from tests.accounts.mailed import link_in_last_mail
from vocabulary.models import Profession

JOIN = reverse("accounts:join")
SENT = reverse("accounts:join-sent")
NEW = "fenna.duin@wilgendam.example"


@pytest.fixture
def domain(agency: Agency) -> EmailDomain:
    set_domains(agency, ["wilgendam.example"])
    return EmailDomain.objects.get()


@pytest.fixture
def clerk(db: None) -> Profession:
    return Profession.objects.create(slug="clerks", label_en="Counter staff")


def ask(client: Client, address: str) -> Any:
    return client.post(JOIN, {"email": address})


def person(**fields: Any) -> dict[str, Any]:
    return {
        "first_name": "Fenna",
        "last_name": "Duin",
        "password1": PASSWORD,
        "rules": "on",
        **fields,
    }


def sentence(answer: Any, field: str) -> str:
    return " ".join(answer.context["form"].errors.get(field, []))


def test_an_address_of_a_confirmed_domain_leads_to_an_account(
    client: Client, domain: EmailDomain, agency: Agency, clerk: Profession
) -> None:
    assert ask(client, " Fenna.Duin@Wilgendam.example ")["Location"] == SENT
    (message,) = mail.outbox
    assert message.to == [NEW]
    assert "Wilgendam" in message.body
    link = link_in_last_mail()
    page = client.get(link)
    assert NEW in page.content.decode()
    answer = client.post(link, person(function=clerk.pk))
    assert answer.status_code == 302, answer.context["form"].errors
    user = User.objects.get(email=NEW)
    assert (user.get_full_name(), user.agency) == ("Fenna Duin", agency)
    assert user.function == clerk
    assert user.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "Welcome" in mail.outbox[-1].subject


@pytest.mark.parametrize("kind", ["domain", "other", "account", "suspended"])
def test_every_address_gets_the_same_answer_and_one_mail(
    client: Client, domain: EmailDomain, agent: User, kind: str
) -> None:
    if kind == "suspended":
        suspend([agent])
    address = {"domain": NEW, "other": "x@elsewhere.example"}.get(kind, agent.email)
    ask(client, "first@visitor.example")
    plain = ask(client, address)
    assert (plain.status_code, plain["Location"]) == (302, SENT)
    assert len(mail.outbox) == 2
    assert Invitation.objects.count() == 2


def test_every_address_costs_the_same_queries(
    client: Client, domain: EmailDomain, agent: User
) -> None:
    ask(client, "first@visitor.example")
    counts = {}
    for address in (NEW, "x@elsewhere.example", agent.email):
        with CaptureQueriesContext(connection) as queries:
            ask(client, address)
        counts[address] = len(queries)
    assert len(set(counts.values())) == 1, counts


def test_whoever_has_an_account_is_told_so_in_the_mail_alone(
    client: Client, agent: User
) -> None:
    page = client.post(JOIN, {"email": agent.email.upper()}, follow=True)
    assert "has an account" not in page.content.decode()
    assert "has an account" in mail.outbox[0].body
    assert "/account/join/" not in mail.outbox[0].body
    assert not Invitation.objects.exclude(token_hash="").exists()


@pytest.mark.parametrize(
    "address",
    [
        "x@wilgendam.example.evil.example",
        "x@wilgendam-example",
        "x@sub.wilgendam.example",
        "x@wilgendarn.example",
        "x@wilgend\u0430m.example",
        "x@notwilgendam.example",
        "x@wilgendam.exampl",
    ],
)
def test_a_domain_that_only_looks_like_it_is_another_domain(
    client: Client, domain: EmailDomain, address: str
) -> None:
    ask(client, address)
    kinds = list(Invitation.objects.values_list("kind", flat=True))
    assert kinds in (["request"], [])
    assert not User.objects.filter(email__startswith="x@").exists()


def test_a_cyrillic_letter_is_written_out_in_plain_letters(
    client: Client, domain: EmailDomain
) -> None:
    ask(client, "x@wilgend\u0430m.example")
    (row,) = Invitation.objects.all()
    assert row.email.startswith("x@xn--")
    assert mail.outbox[0].to == [row.email]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "Fill in"),
        ("fenna", "name@agency.example"),
        ("fenna@", "name@agency.example"),
        ("fenna@localhost", "name@agency.example"),
        ("fenna@[127.0.0.1]", "name@agency.example"),
        ("fe nna@wilgendam.example", "name@agency.example"),
        ("fenna@wilgendam..example", "name@agency.example"),
        ("fenna%evil.example@wilgendam.example", "name@agency.example"),
        ("a@b@wilgendam.example", "name@agency.example"),
        ("f\u0435nna@wilgendam.example", "name@agency.example"),
        ("fenna@wilgendam.example\nBcc: x@evil.example", "name@agency.example"),
        ("fenna\x00@wilgendam.example", "Null characters"),
        ("fenna+hub@wilgendam.example", "without the part from + on"),
        (f"fenna@{'a.' * 130}example", "too long"),
        ("x" * 1000, "too long"),
    ],
)
def test_what_is_no_address_is_told_in_a_sentence_and_kept_in_the_field(
    client: Client, domain: EmailDomain, address: str, told: str
) -> None:
    answer = ask(client, address)
    assert answer.status_code == 200
    assert told in sentence(answer, "email")
    assert answer.context["form"]["email"].value() == address
    assert mail.outbox == []


def test_marks_that_nobody_sees_are_left_out_of_an_address(
    client: Client, domain: EmailDomain
) -> None:
    ask(client, f"\u202a{NEW}\u202c\u200b")
    assert mail.outbox[0].to == [NEW]


def test_an_address_gets_three_mails_in_an_hour(
    client: Client, domain: EmailDomain
) -> None:
    answers = [ask(client, NEW).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    # A process that starts anew remembers nothing, but for the rows.
    cache.clear()
    assert ask(client, NEW).status_code == 429
    assert len(mail.outbox) == 3
    cache.clear()
    an_hour_ago = timezone.now() - timedelta(minutes=61)
    Invitation.objects.update(created_at=an_hour_ago)
    assert ask(client, NEW).status_code == 302


def test_one_visitor_asks_for_twenty_mails_in_an_hour(client: Client, db: None) -> None:
    answers = [ask(client, f"x{n}@elsewhere.example") for n in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {302}
    assert answers[20].status_code == 429
    assert "too often" in answers[20].content.decode()


def test_what_is_over_is_forgotten(client: Client, domain: EmailDomain) -> None:
    ask(client, NEW)
    ended = {"expires_at": timezone.now() - timedelta(days=31)}
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=34), **ended)
    for kind, days in (("invited", 31), ("invited", 366)):
        Invitation.objects.create(
            email=f"x{days}@elsewhere.example",
            kind=kind,
            token_hash=str(days),
            expires_at=timezone.now() - timedelta(days=days),
        )
    ask(client, "other@elsewhere.example")
    left = Invitation.objects.values_list("email", flat=True)
    assert set(left) == {"x31@elsewhere.example", "other@elsewhere.example"}


def test_only_a_fingerprint_of_the_link_is_kept(
    client: Client, domain: EmailDomain
) -> None:
    ask(client, NEW)
    token = link_in_last_mail().split("/")[-2]
    (row,) = Invitation.objects.values()
    assert len(token) >= 43
    assert token not in str(row)


def test_opening_a_link_does_not_use_it_up(client: Client, domain: EmailDomain) -> None:
    ask(client, NEW)
    link = link_in_last_mail()
    for open_it in (client.get, client.head, client.get):
        assert open_it(link).status_code == 200
    assert client.post(link, person()).status_code == 302


@pytest.mark.parametrize("standing", ["used", "withdrawn", "expired", "unknown"])
def test_a_link_that_is_over_says_so_in_a_sentence(
    client: Client, domain: EmailDomain, standing: str
) -> None:
    ask(client, NEW)
    link, now = link_in_last_mail(), timezone.now()
    change = {
        "used": {"used_at": now},
        "withdrawn": {"withdrawn_at": now},
        "expired": {"expires_at": now},
        "unknown": {"token_hash": "0" * 64},
    }
    Invitation.objects.update(**change[standing])
    for answer in (client.get(link), client.post(link, person())):
        assert answer.status_code == (404 if standing == "unknown" else 410)
        text = answer.content.decode()
        assert "This link does not work" in text
        assert f'href="{JOIN}"' in text
        assert NEW not in text
    assert not User.objects.exists()


def test_a_link_ends_after_three_days(client: Client, domain: EmailDomain) -> None:
    ask(client, NEW)
    (row,) = Invitation.objects.all()
    assert timedelta(days=2, hours=23) < row.expires_at - timezone.now()
    assert row.expires_at - timezone.now() <= timedelta(days=3)


def test_an_account_closes_every_other_link_of_the_address(
    client: Client, domain: EmailDomain
) -> None:
    ask(client, NEW)
    older = link_in_last_mail()
    ask(client, NEW)
    client.post(link_in_last_mail(), person())
    answer = Client().post(older, person())
    assert answer.status_code == 410
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.parametrize("moved", [True, False])
def test_a_domain_that_moved_or_went_lets_nobody_in(
    client: Client, domain: EmailDomain, agency: Agency, moved: bool
) -> None:
    ask(client, NEW)
    set_domains(agency, [])
    if moved:
        other = Agency.objects.create(slug="corvanne", name_fr="Corvanne")
        set_domains(other, ["wilgendam.example"])
    answer = client.post(link_in_last_mail(), person())
    assert answer.status_code == 409
    assert "no longer belongs to this agency" in answer.content.decode()
    assert not User.objects.exists()


def test_the_second_of_two_registrations_gets_a_sentence(
    client: Client, domain: EmailDomain, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, NEW)
    link = link_in_last_mail()
    User.objects.create_user("first", NEW.upper(), "-")
    # The other one commits between the look and the write.
    monkeypatch.setattr(joining, "has_account", lambda address: False)
    answer = client.post(link, person())
    assert answer.status_code == 409
    assert "has an account already" in answer.content.decode()
    assert User.objects.count() == 1


def test_a_service_refuses_an_address_that_has_an_account(
    client: Client, domain: EmailDomain
) -> None:
    ask(client, NEW)
    token = link_in_last_mail().split("/")[-2]
    User.objects.create_user("first", NEW, "-")
    with pytest.raises(Refused):
        joining.register(token, Person("Fenna", "Duin"), PASSWORD)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("first_name", "", "Fill in"),
        ("first_name", "x" * 1000, "at most 80"),
        ("last_name", "Duin \U0001f600", "no pictures"),
        ("last_name", "Duin \u2764\ufe0f", "no pictures"),
        ("last_name", "<b>Duin</b>", "no pictures"),
        ("last_name", "https://evil.example/", "no pictures"),
        ("last_name", "D" + "\u0301" * 30, "no pictures"),
        ("last_name", "\u3164", "at least one letter"),
        ("last_name", "...", "at least one letter"),
        ("password1", "short", "too short"),
        ("password1", "12345678901", "numeric"),
        ("password1", "wilgendam1", "too similar"),
        ("rules", "", "Tick this box"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(
    client: Client, domain: EmailDomain, field: str, value: str, told: str
) -> None:
    ask(client, NEW)
    answer = client.post(link_in_last_mail(), person(**{field: value}))
    assert answer.status_code == 200
    assert told in sentence(answer, field)
    text = answer.content.decode()
    assert 'role="alert"' in text
    assert f'href="#id_{field}"' in text
    assert not User.objects.exists()
    if field != "first_name":
        assert 'value="Fenna"' in text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Anne  Marie ", "Anne Marie"),
        ("\u202eannA\u202c\u2066\u200f", "annA"),
        ("O’Neill-van der Bürgh Jr.", "O’Neill-van der Bürgh Jr."),
        ("Zoe\u0308", "Zoë"),
        ("محمد", "محمد"),
        ("李", "李"),
    ],
)
def test_a_name_is_kept_without_what_nobody_sees(
    client: Client, domain: EmailDomain, typed: str, kept: str
) -> None:
    ask(client, NEW)
    client.post(link_in_last_mail(), person(first_name=typed))
    assert User.objects.get(email=NEW).first_name == kept


def test_whoever_is_signed_in_is_asked_to_sign_out_first(
    client: Client, domain: EmailDomain, agent: User
) -> None:
    ask(client, NEW)
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    for answer in (
        client.get(link_in_last_mail()),
        client.post(link_in_last_mail(), person()),
    ):
        assert answer.status_code == 409
        assert "sign out first" in answer.content.decode()
    assert client.get(JOIN)["Location"] == "/"


def test_the_sign_up_of_the_package_leads_to_joining(client: Client, db: None) -> None:
    assert client.get("/account/signup/")["Location"] == JOIN
    assert f'href="{JOIN}"' in client.get(reverse("account_login")).content.decode()


def test_a_browser_keeps_what_was_typed_and_no_proxy_does(
    client: Client, domain: EmailDomain
) -> None:
    ask(client, NEW)
    header = client.get(link_in_last_mail())["Cache-Control"]
    assert "private" in header
    assert "no-store" not in header
