"""The agencies, words and people of the demo."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from accounts.models import KNOWLEDGE_MANAGERS, SIGNED_IN_AGENTS, Agency, User
from hub.demo.content import Record, records
from vocabulary.models import Profession, Tag, Theme

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
            email_domains="\n".join(record["email_domains"]),
            **_by_language("name", record["names"]),
        )
        agency.save()
        made[record["key"]] = agency
    return made


def make_vocabulary() -> None:
    """Make the themes, tags and professions that are not there yet."""
    for position, record in enumerate(records("themes"), start=1):
        parent = record["parent"] and Theme.objects.get(slug=record["parent"])
        values = {"parent": parent or None, "position": position, **_labels(record)}
        Theme.objects.get_or_create(slug=record["key"], defaults=values)
    for record in records("professions"):
        Profession.objects.get_or_create(slug=record["key"], defaults=_labels(record))
    for record in records("tags"):
        values = {
            "name": record["labels"]["en"],
            "state": Tag.State.ACCEPTED,
            "synonyms": "\n".join(record["synonyms"]),
            **_labels(record),
        }
        Tag.objects.get_or_create(slug=record["key"], defaults=values)


def make_users(agencies: dict[str, Agency], secret: str) -> dict[str, User]:
    """Make the demo accounts, and the people who keep the pages."""
    hashed = make_password(secret)
    made = {}
    for record in records("users"):
        agency = agencies[record["agency"]]
        is_administrator = record["role"] == "administrator"
        user = User.objects.create(
            username=record["email"],
            email=record["email"],
            password=hashed if record.get("account") else make_password(None),
            first_name=record["first_name"],
            last_name=record["last_name"],
            agency=agency,
            job_title=record["job_title"],
            languages=", ".join(record["languages"]),
            interface_language=record["interface_language"],
            is_superuser=is_administrator,
            is_staff=is_administrator,
        )
        user.expertise.set(Tag.objects.filter(slug__in=record["expertise"]))
        user.groups.add(*_groups(record["role"], agency))
        made[record["key"]] = user
    return made


def accounts() -> list[tuple[str, str]]:
    """The addresses one may sign in with, and who each is."""
    roles = {
        "agent": _("agent: reads and searches"),
        "editor": _("editor of the City of Corvanne: writes drafts"),
        "publisher": _("publisher of the City of Corvanne: publishes pages"),
        "knowledge-manager": _("knowledge manager: keeps themes and tags"),
        "administrator": _("administrator: may do everything"),
    }
    return [
        (record["email"], roles[record["role"]])
        for record in records("users")
        if record.get("account")
    ]


def _groups(role: str, agency: Agency) -> list[Group]:
    names = [SIGNED_IN_AGENTS]
    if role == "knowledge-manager":
        names.append(KNOWLEDGE_MANAGERS)
    groups: list[Any] = [Group.objects.get_or_create(name=name)[0] for name in names]
    groups.append(agency.group)
    section = agency.section
    groups.append(
        {"editor": section.editors, "publisher": section.publishers}.get(role)
    )
    return [group for group in groups if group is not None]


def _labels(record: Record) -> dict[str, str]:
    return _by_language("label", record["labels"])


def _by_language(field: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{field}_{language}": word for language, word in words.items()}
