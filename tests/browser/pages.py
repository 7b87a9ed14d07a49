"""Every page and state that people meet, one line each.

All checks of access and weight walk this list: a new page gets a line here. What an
address is may depend on the demo: then it is a function.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.joining import fingerprint, link_of
from accounts.models import EmailDomain, Invitation, User
from catalogue.access import reader_of
from catalogue.models import Entry
from communities.models import CommunityPage
from hub.models import StandardPage
from practices.models import Usefulness
from search.models import Wish
from tests.browser.belonging_pages import belonging, invited
from tests.browser.moderated_pages import MODERATED
from tests.browser.own_pages import followed, kept, saved_search
from tests.browser.talk_pages import asked_to_be_quoted, on_case, talk

# Nobody signed in; an agent; somebody who signs in with a second step.
STRANGER, AGENT, CAREFUL = READERS = ("stranger", "agent", "careful")
EVERYBODY = (STRANGER, AGENT)
ACCOUNTS = {AGENT: "agent@demo.example", CAREFUL: "editor@demo.example"}


@dataclass(frozen=True)
class Sort:
    """A page or one state of it."""

    name: str
    address: str | Callable[[], str]
    readers: tuple[str, ...] = EVERYBODY
    status: int = 200
    # Filled in and sent, to see the form with what is wrong.
    form: dict[str, str] = field(default_factory=dict)

    def url(self) -> str:
        """The address in the demo that is loaded."""
        return self.address() if callable(self.address) else self.address


def entry(**wanted: object) -> Callable[[], str]:
    """The address of the newest entry of this kind that everybody may read."""

    def find() -> str:
        public = Entry.objects.readable_by(reader_of(AnonymousUser()))
        return public.filter(**wanted).newest()[0].url

    return find


def steps_of(address: Callable[[], str], number: int) -> Callable[[], str]:
    """One step of a guide that stands on several pages."""
    return lambda: f"{address()}steps/{number}/"


def reset_link() -> str:
    """A link that sets a new password, as it stands in the mail."""
    user = User.objects.get(email=ACCOUNTS[AGENT])
    key = default_token_generator.make_token(user)
    return f"/account/password/reset/key/{user_pk_to_url_str(user)}-{key}/"


def community(visibility: str, below: str = "") -> Callable[[], str]:
    """The first community of a visibility, or an address below it."""

    def find() -> str:
        page = CommunityPage.objects.filter(visibility=visibility).order_by("pk")[0]
        return f"{page.url}{below}"

    return find


def translated() -> str:
    """A case that other languages have too."""
    public = Entry.objects.readable_by(reader_of(AnonymousUser())).filter(kind="case")
    keys = [row.translation_key for row in public if row.translation_key]
    twice = next(key for key in keys if keys.count(key) > 1)
    return public.filter(translation_key=twice).newest()[0].url


def printed(address: Callable[[], str]) -> Callable[[], str]:
    """A page for printing, with two of its languages side by side if it has them."""

    def find() -> str:
        url = address()
        key = Entry.objects.live().get(url=url).translation_key
        same = Entry.objects.live().filter(translation_key=key).order_by("language")
        asked = [f"print={code}" for code in same.values_list("language", flat=True)]
        return f"{url}?{'&'.join(asked[:2])}"

    return find


def footer(role: str) -> Callable[[], str]:
    """One of the pages that every hub has at its foot, in English."""

    def find() -> str:
        pages = StandardPage.objects.live().filter(role=role)
        return f"/{pages.filter(locale__language_code='en')[0].slug}/"

    return find


def person() -> str:
    """The profile of somebody who shows everything."""
    return Entry.objects.live().get(kind="person", title="Yanis Delorme").url


def join_link(kind: str) -> Callable[[], str]:
    """A link of joining, as it stands in the mail."""

    def make() -> str:
        token = secrets.token_urlsafe(32)
        domain = EmailDomain.objects.select_related("agency")[0]
        Invitation.objects.create(
            email=f"{token[:8]}@{domain.name}".lower(),
            kind=kind,
            agency=None if kind == Invitation.Kind.REQUEST else domain.agency,
            token_hash=fingerprint(token),
            expires_at=timezone.now() + timedelta(days=1),
        )
        return link_of(token).removeprefix(settings.BASE_URL)

    return make


def related_to() -> str:
    """What stands close to a case."""
    key = Entry.objects.live().get(url=entry(kind="case", status="in-use")()).key
    return f"/related/{key.partition(':')[2]}/"


def answered(reader: str) -> Callable[[], str]:
    """A case that an agent did not find useful, as this reader gets its answers."""

    def make() -> str:
        agency = User.objects.get(email=ACCOUNTS[reader]).agency
        found = Entry.objects.live().filter(kind="case", agency=agency.slug).newest()[0]
        number = int(found.key.partition(":")[2])
        Usefulness.objects.update_or_create(
            page_id=number,
            by=User.objects.get(email=ACCOUNTS[AGENT]),
            defaults={"useful": False, "missing": "What it cost."},
        )
        return f"/useful/{number}/"

    return make


def wished() -> str:
    """Pages that an agent asked for: one waits, one is declined."""
    user = User.objects.get(email=ACCOUNTS[AGENT])
    declined = {"declined_at": timezone.now(), "reason": "Another hub has it."}
    for key, more in (("bicycles", {}), ("cars", declined)):
        wish = {"query": key, "wish": f"Who pays for {key}?", **more}
        Wish.objects.get_or_create(user=user, key=key, defaults=wish)
    return "/search/wishes/"


PAGED = entry(kind="guide", data__steps__gt=4)
WHOLE = entry(kind="guide", data__steps__lte=4)
OVERDUE = entry(kind="case", review_on__lt=date.today())

SORTS = [
    Sort("home", "/"),
    Sort("search, all", "/search/"),
    Sort("search, a word", "/search/?q=letter"),
    Sort("search, filtered", "/search/?q=letter&theme=data&lang=en"),
    Sort("search, nothing", "/search/?q=xylophone"),
    Sort("search, bad input", "/search/?kind=case&page=x&year=abc", status=400),
    Sort("search, beyond the end", "/search/?q=letter&page=9"),
    Sort("search, an agency", "/search/?q=OFAF"),
    Sort("search, a theme", "/search/?q=data", (STRANGER,)),
    Sort("search, somebody", "/search/?q=yanis+delorme", (AGENT,)),
    Sort("related pages", related_to, (STRANGER,)),
    Sort("was it useful", answered(AGENT), (AGENT,)),
    Sort("what readers say", answered(CAREFUL), (CAREFUL,)),
    Sort("suggestions", "/search/suggest/?q=lett"),
    Sort("search API", "/api/v1/docs"),
    Sort("case", entry(kind="case", status="in-use")),
    Sort("case, given up", entry(kind="case", status="abandoned")),
    Sort("case, translated", translated),
    Sort("case, side by side", printed(translated)),
    Sort("case, overdue", OVERDUE),
    Sort("guide, whole", WHOLE),
    Sort("guide, in French", entry(kind="guide", language="fr")),
    Sort("guide, first step", PAGED),
    Sort("guide, third step", steps_of(PAGED, 3)),
    Sort("guide, for printing", printed(PAGED)),
    Sort("duty, to be done", entry(title__startswith="When personal data leak")),
    Sort("duty, past its day", entry(title__startswith="Ring before you change")),
    Sort("duty, done", entry(title__startswith="Mettre à jour votre décl")),
    Sort("collection", entry(kind="collection")),
    Sort("cases", "/cases/"),
    Sort("guides", "/guides/"),
    Sort("collections", "/collections/"),
    Sort("themes", "/themes/"),
    Sort("theme", "/themes/data-protection/"),
    Sort("agencies", "/agencies/"),
    Sort("agency", entry(kind="agency")),
    Sort("notices", "/notices/", (AGENT,)),
    Sort("notices, unread", "/notices/?show=unread", (AGENT,)),
    Sort("notices, mentions", "/notices/?show=mentions", (AGENT,)),
    Sort("what we tell you", "/notices/settings/", (AGENT,)),
    Sort("what I follow", followed("/follow/"), (AGENT,)),
    Sort("what I follow, nothing", "/follow/", (CAREFUL,)),
    Sort("follow one thing", "/follow/button/?key=theme:data-protection", (AGENT,)),
    Sort("stop mails", followed("/mail/stop/{one}/")),
    Sort("stop all mails", followed("/mail/stop/{all}/")),
    Sort("rules", footer("rules")),
    Sort("privacy", footer("privacy")),
    Sort("accessibility", footer("accessibility")),
    Sort("contact", footer("contact")),
    Sort("search, people", "/search/?q=forms&kind=person", (AGENT,)),
    Sort("search, saved", saved_search, (AGENT,)),
    Sort("pages asked for, none", "/search/wishes/", (CAREFUL,)),
    Sort("pages asked for", wished, (AGENT,)),
    Sort("saved, empty", "/saved/", (CAREFUL,)),
    Sort("saved", kept("/saved/"), (AGENT,)),
    Sort("saved, refused", "/saved/", (CAREFUL,), form={"name": " "}),
    Sort("private feed", kept("/saved/searches/{search}/feed/"), (AGENT,)),
    Sort("private list", kept("/saved/lists/{list}/"), (AGENT,)),
    Sort("private list, for printing", kept("/saved/lists/{list}/?print=1"), (AGENT,)),
    Sort("keep a page", kept("/saved/keep/?entry={key}"), (AGENT,)),
    Sort("communities", "/communities/"),
    Sort("communities, none fits", "/communities/?q=xylophone"),
    Sort("communities, bad input", f"/communities/?q={'x' * 101}", status=400),
    Sort("community, open", community("open")),
    Sort("community, restricted", community("restricted")),
    Sort("community, private", community("private")),
    Sort("community, confidential", community("confidential"), (STRANGER,), 404),
    Sort("library", community("open", "library/"), (AGENT,)),
    Sort("join a community", belonging("join/"), (AGENT,)),
    Sort(
        "join a community, refused",
        belonging("join/"),
        (AGENT,),
        form={"message": "x" * 501},
    ),
    Sort("invitation, signed out", invited, (STRANGER,)),
    Sort("invitation", invited, (AGENT,)),
    Sort("propose a community", "/communities/propose/", (AGENT,)),
    Sort("propose, refused", "/communities/propose/", (AGENT,), form={"title": ""}),
    Sort("members", belonging("members/"), (CAREFUL,)),
    Sort("members, nobody", belonging("members/?q=xylophone"), (CAREFUL,)),
    Sort("one member", belonging("members/{member}/"), (CAREFUL,)),
    Sort("requests to join", belonging("requests/"), (CAREFUL,)),
    Sort("decline a request", belonging("requests/{request}/"), (CAREFUL,)),
    Sort("invite people", belonging("invitations/"), (CAREFUL,)),
    Sort("charter", belonging("charter/"), (CAREFUL,)),
    Sort("charter, earlier", belonging("charter/?version=1"), (CAREFUL,)),
    Sort("write the charter", belonging("charter/edit/"), (CAREFUL,)),
    Sort("settings of a community", belonging("settings/"), (CAREFUL,)),
    Sort("leave, last owner", belonging("leave/"), (CAREFUL,)),
    Sort("people", "/people/", (AGENT,)),
    Sort("people, nobody", "/people/?q=xylophone", (AGENT,)),
    Sort("people, bad input", f"/people/?q={'x' * 101}", (AGENT,), 400),
    Sort("person", person, (AGENT,)),
    Sort("my profile", "/people/me/edit/", (AGENT,)),
    Sort(
        "my profile, refused",
        "/people/me/edit/",
        (AGENT,),
        form={"other_languages": "xx", "note_4": "Words without a subject"},
    ),
    Sort("close my account", "/people/me/close/", (AGENT,)),
    Sort("welcome", "/welcome/", (AGENT,)),
    Sort("welcome, list", "/welcome/list/", (AGENT,)),
    Sort("nothing there", "/no-such-page/", status=404),
    Sort("sign in", "/account/login/", (STRANGER,)),
    Sort(
        "sign in, refused",
        "/account/login/",
        (STRANGER,),
        form={"login": "nobody@demo.example", "password": "wrong"},
    ),
    Sort("join", "/account/join/", (STRANGER,)),
    Sort("join, no address", "/account/join/", (STRANGER,), form={"email": "noor"}),
    Sort("join, sent", "/account/join/sent/", (STRANGER,)),
    Sort("join, by a link", join_link("domain"), (STRANGER,)),
    Sort(
        "join, refused",
        join_link("domain"),
        (STRANGER,),
        form={"first_name": "Noor", "last_name": "...", "password1": "short"},
    ),
    Sort("join, signed in", join_link("domain"), (AGENT,), 409),
    Sort("join, old link", "/account/join/no-link/", (STRANGER,), 404),
    Sort("ask to join", join_link("request"), (STRANGER,)),
    Sort(
        "ask to join, refused",
        join_link("request"),
        (STRANGER,),
        form={"first_name": "Noor", "agency_name": ""},
    ),
    Sort("inactive", "/account/inactive/", (STRANGER,)),
    Sort("forgotten password", "/account/password/reset/", (STRANGER,)),
    Sort(
        "forgotten password, no address",
        "/account/password/reset/",
        (STRANGER,),
        form={"email": "nobody"},
    ),
    Sort("forgotten password, sent", "/account/password/reset/done/", (STRANGER,)),
    Sort("new password", reset_link, (STRANGER,)),
    Sort("new password, old link", "/account/password/reset/key/1-x/", (STRANGER,)),
    Sort("new password, kept", "/account/password/reset/key/done/", (STRANGER,)),
    Sort("change password", "/account/password/change/", (AGENT,)),
    Sort(
        "change password, refused",
        "/account/password/change/",
        (AGENT,),
        form={"oldpassword": "wrong", "password1": "short"},
    ),
    Sort("sign in again", "/account/reauthenticate/", (AGENT,)),
    Sort("sign out", "/account/logout/", (AGENT,)),
    Sort("discussions", talk("discussions/"), (AGENT,)),
    Sort("discussions, none", talk("discussions/?state=noreply"), (AGENT,)),
    Sort("discussion", talk("discussions/{thread}/"), (AGENT,)),
    Sort("ask", talk("discussions/new/"), (AGENT,)),
    Sort(
        "ask, refused",
        talk("discussions/new/"),
        (AGENT,),
        form={"title": "Only a title", "tags": "no-such-word"},
    ),
    Sort("reply", talk("discussions/{thread}/comments/{own}/reply/"), (AGENT,)),
    Sort("change", talk("discussions/{thread}/comments/{own}/edit/"), (AGENT,)),
    Sort("versions", talk("discussions/{thread}/comments/{own}/versions/"), (AGENT,)),
    Sort("withdraw", talk("discussions/{thread}/comments/{own}/withdraw/"), (AGENT,)),
    Sort("case with comments", on_case("")),
    Sort(
        "reply on a page", on_case("/talk/{page}/comments/{comment}/reply/"), (AGENT,)
    ),
    Sort("mention somebody", on_case("/talk/{page}/people/?who=th"), (AGENT,)),
    *(Sort(*row) for row in MODERATED),
    Sort("how a community fares", talk("health/"), (CAREFUL,)),
    Sort("for the portal", talk("portal/"), (CAREFUL,)),
    Sort("propose", talk("portal/discussions/{thread}/"), (CAREFUL,)),
    Sort("may it be quoted", asked_to_be_quoted, (AGENT,)),
    Sort("two steps, off", "/account/2fa/", (AGENT,)),
    Sort("two steps, set up", "/account/2fa/totp/activate/", (AGENT,)),
    Sort("two steps, on", "/account/2fa/", (CAREFUL,)),
    Sort("two steps, take away", "/account/2fa/totp/deactivate/", (CAREFUL,)),
    Sort("recovery codes", "/account/2fa/recovery-codes/", (CAREFUL,)),
    Sort("new recovery codes", "/account/2fa/recovery-codes/generate/", (CAREFUL,)),
]


def sorts_for(reader: str) -> Iterator[Sort]:
    """The pages this reader meets."""
    return (sort for sort in SORTS if reader in sort.readers)


def user_of(reader: str) -> User | None:
    """The account of this reader in the demo, with English as its language."""
    if reader == STRANGER:
        return None
    user = User.objects.get(email=ACCOUNTS[reader])
    User.objects.filter(pk=user.pk).update(interface_language="en")
    if reader == CAREFUL:
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
    return user
