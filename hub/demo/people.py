"""The agencies, words and people of the demo."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from accounts.models import Agency, AskMeAbout, Profile, User
from accounts.services import create_user, knowledge_managers, set_domains
from hub.demo.content import Record, records
from vocabulary.models import Profession, Tag, Theme
from vocabulary.twins import TagIndex

DOMAIN = "demo.example"


def password(folder: Path) -> str:
    """The one password of all demo accounts; made once, kept beside the database.

    A published password would open every hub that somebody tries on a network.
    """
    file = folder / "demo_password"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text("-".join(secrets.token_hex(2) for _ in range(3)))
    return file.read_text().strip()


def make_agencies() -> dict[str, Agency]:
    """Make the agencies; saving one makes its section and groups."""
    made = {}
    for record in records("agencies"):
        agency = Agency(
            slug=record["key"],
            acronym=record["acronym"],
            country=record["country"],
            level=record["level"],
            **_by_language("name", record["names"]),
        )
        agency.save()
        set_domains(agency, record["email_domains"])
        made[record["key"]] = agency
    return made


def make_vocabulary() -> None:
    """Make the themes and professions that are not there yet."""
    for position, record in enumerate(records("themes"), start=1):
        parent = record["parent"] and Theme.objects.get(slug=record["parent"])
        values = {"parent": parent or None, "position": position, **_labels(record)}
        Theme.objects.get_or_create(slug=record["key"], defaults=values)
    for record in records("professions"):
        Profession.objects.get_or_create(slug=record["key"], defaults=_labels(record))


def make_tags() -> dict[str, Tag]:
    """Make the tags that no word of the hub stands for yet; return all by their key."""
    already_there = TagIndex()
    made = {}
    for record in records("tags"):
        name = record["labels"]["en"]
        made[record["key"]] = already_there.find(name) or Tag.objects.create(
            slug=record["key"],
            name=name,
            state=Tag.State.ACCEPTED,
            synonyms="\n".join(record["synonyms"]),
            **_labels(record),
        )
    return made


def make_users(
    agencies: dict[str, Agency], tags: dict[str, Tag], secret: str
) -> dict[str, User]:
    """Make the demo accounts, and the people who keep the pages."""
    made = {}
    for record in records("users"):
        agency = agencies[record["agency"]]
        user = create_user(
            record["email"],
            secret if record.get("account") else None,
            first_name=record["first_name"],
            last_name=record["last_name"],
            agency=agency,
            job_title=record["job_title"],
            function=Profession.objects.get(slug=record["function"]),
            languages=", ".join(record["languages"]),
            interface_language=record["interface_language"],
            is_superuser=record["role"] == "administrator",
        )
        user.expertise.set(tags[key] for key in record["expertise"])
        make_profile(user, record)
        if group := _group(record["role"], agency):
            user.groups.add(group)
        made[record["key"]] = user
    return made


def make_profile(user: User, record: Record) -> None:
    """What the person tells of themselves, and what of it they show."""
    shown = {f"shows_{name}": True for name in record["shows"]}
    town, reach = record.get("town", ""), record.get("reach", "")
    Profile.objects.create(user=user, town=town, reach=reach, **shown)
    for number, question in enumerate(record.get("ask_me_about", [])):
        AskMeAbout.objects.create(user=user, sort_order=number, **question)


def accounts() -> list[tuple[str, str]]:
    """The addresses one may sign in with, and who each is."""
    roles = {
        "agent": _("agent: reads and searches"),
        "editor": _("editor of the City of Corvanne: writes drafts"),
        "publisher": _("publisher of the City of Corvanne: publishes pages"),
        "knowledge-manager": _("knowledge manager: keeps themes and tags"),
        "administrator": _("administrator: may do everything"),
    }
    emails = {r["role"]: r["email"] for r in records("users") if r.get("account")}
    return [(emails[role], text) for role, text in roles.items()]


def _group(role: str, agency: Agency) -> Group | None:
    """The group that gives a role its rights; accounts keep the other groups."""
    section = agency.section
    return {
        "editor": section.editors,
        "publisher": section.publishers,
        "knowledge-manager": knowledge_managers(),
    }.get(role)


def _labels(record: Record) -> dict[str, str]:
    return _by_language("label", record["labels"])


def _by_language(field: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{field}_{language}": word for language, word in words.items()}
