"""Building and publishing the pages of the demo."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import (
    Locale,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
)

from accounts.models import Agency, User
from accounts.services import signed_in_agents
from catalogue.models import Importance
from hub.demo import content
from hub.demo.content import Record, day
from practices.models import (
    CaseAsset,
    CaseContact,
    CaseIndicator,
    CasePage,
    CasePartner,
    CollectionEntry,
    CollectionPage,
    GuideChange,
    GuidePage,
    PracticePage,
    TranslationLink,
)
from vocabulary.models import Profession, Tag, Theme

IMPORTANCE = {
    "": Importance.NORMAL,
    "do": Importance.MUST_DO,
    "must": Importance.MUST_READ,
    "worth": Importance.WORTH_READING,
}
# Fields that stand in the texts exactly as they stand in the model.
CASE_FIELDS = (
    *("status", "status_note", "ongoing", "objectives", "innovation", "beneficiaries"),
    *("implementation", "cost_once", "cost_yearly", "staff", "months", "tools"),
    *("results", "challenges", "conditions", "lessons", "replicability"),
    *("sustainability", "legal_notes"),
)
# `<a linktype="page" id="case:key:locale">`, as JSON writes it.
LINK = re.compile(r'(?<=linktype=\\"page\\" id=\\")\w+:[\w-]+:\w+')


@dataclass
class World:
    """What pages refer to."""

    agencies: dict[str, Agency]
    tags: dict[str, Tag]
    users: dict[str, User]
    pages: dict[str, Page] = field(default_factory=dict)


def make_pages(world: World) -> None:
    """Publish all cases, then the guides that link to them, then the collections."""
    makers: dict[str, Callable[[Record, World], PracticePage]] = {
        "case": make_case,
        "guide": make_guide,
        "collection": make_collection,
    }
    for kind, make in makers.items():
        for record in content.page_records(kind):
            page = make(record, world)
            fill_common(page, kind, record, world)
            publish(page, record, world)
            if "translation_of" in record:
                join_original(page, kind, record, world)
            world.pages[content.reference(kind, record)] = page


def fill_common(page: PracticePage, kind: str, record: Record, world: World) -> None:
    """Fill what cases, guides and collections have in common."""
    agency = world.agencies[record["agency"]]
    page.agency, page.country, page.level = agency, agency.country, agency.level
    page.region = region(record["agency"])
    page.title, page.slug = record["title"], record["slug"]
    page.summary = record["summary"]
    page.locale = Locale.objects.get(language_code=record["locale"])
    page.translation_key = content.translation_key(kind, record["key"])
    page.importance = IMPORTANCE[record.get("importance", "")]
    page.importance_reason = record.get("importance_reason", "")
    if "deadline_in_days" in record:
        page.deadline = day(-record["deadline_in_days"])
    page.addressed = [world.agencies[key] for key in record.get("addressed", [])]
    page.page_owner = page.owner = world.users[record["owner"]]
    page.fallback_owner = world.users[record["fallback_owner"]]
    page.checked_on = day(checked(record))
    page.review_on = day(-record["review_in_days"])
    page.first_published_at = content.moment(record["published_days_ago"])
    page.themes = Theme.objects.filter(slug__in=record["themes"])
    page.readers = Profession.objects.filter(slug__in=record["readers"])
    if "tags" in record:
        page.tags.set([world.tags[key] for key in record["tags"]])


def join_original(page: PracticePage, kind: str, record: Record, world: World) -> None:
    """Say which page this one was translated from, in the state it has now."""
    name = content.reference(kind, {**record, "locale": record["translation_of"]})
    original = Page.objects.get(pk=world.pages[name].pk)
    TranslationLink.objects.create(
        page_id=page.pk, original_id=original.pk, seen_at=original.last_published_at
    )


def make_case(record: Record, world: World) -> CasePage:
    """A case as its text says, not saved yet."""
    page = CasePage(
        problem=stream(record["problem"], world),
        solution=stream(record["solution"], world),
        status_since=day(record["status_days_ago"]),
        start_date=day(record.get("start_days_ago")),
        end_date=day(record.get("end_days_ago")),
        **{name: record[name] for name in CASE_FIELDS if name in record},
    )
    measured_on = day(record["status_days_ago"])
    page.indicators = [
        CaseIndicator(sort_order=number, measured_on=measured_on, **values)
        for number, values in enumerate(record.get("indicators", []))
    ]
    page.partners = [
        CasePartner(sort_order=number, **{**values, "agency": partner(values, world)})
        for number, values in enumerate(record.get("partners", []))
    ]
    page.assets = [
        CaseAsset(sort_order=number, **values)
        for number, values in enumerate(record.get("assets", []))
    ]
    page.contacts = [
        contact(world.users[values["user"]], values["public"], number)
        for number, values in enumerate(record["contacts"])
    ]
    return page


def make_guide(record: Record, world: World) -> GuidePage:
    """A guide as its text says, not saved yet."""
    page = GuidePage(
        in_short=record["in_short"],
        body=stream(record["body"], world),
    )
    if "applies_from_in_days" in record:
        page.applies_from = day(-record["applies_from_in_days"])
    page.changes = [
        GuideChange(
            sort_order=number, date=day(values["days_ago"]), text=values["text"]
        )
        for number, values in enumerate(record["changes"])
    ]
    return page


def make_collection(record: Record, world: World) -> CollectionPage:
    """A collection as its text says, not saved yet."""
    page = CollectionPage(introduction=record["introduction"])
    page.items = [
        CollectionEntry(
            sort_order=number,
            page=Page.objects.get(pk=world.pages[values["page"]].pk),
            note=values["note"],
        )
        for number, values in enumerate(record["items"])
    ]
    return page


def publish(page: PracticePage, record: Record, world: World) -> None:
    """Put a page into the section of its agency and publish it, dated as it says."""
    section = world.agencies[record["agency"]].section
    page.live = False
    section.add_child(instance=page)
    if record.get("agents_only"):
        wall = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.GROUPS
        )
        wall.groups.add(signed_in_agents())
    revision = page.save_revision(user=page.owner, log_action="wagtail.create")
    revision.publish(user=page.owner, skip_permission_checks=True)
    then = content.moment(checked(record))
    # Wagtail dates its history now; lists and freshness need a past.
    Revision.objects.filter(pk=revision.pk).update(created_at=then)
    PageLogEntry.objects.filter(page=page.pk).update(timestamp=then)
    Page.objects.filter(pk=page.pk).update(
        last_published_at=then, latest_revision_created_at=then
    )


def stream(blocks: list[Record], world: World) -> str:
    """Blocks of the demo as a StreamField takes them: tables and lists spelled out."""
    spelled = [{"type": block["type"], "value": _value(block)} for block in blocks]
    text = json.dumps(spelled, ensure_ascii=False)
    return LINK.sub(lambda found: str(world.pages[found[0]].pk), text)


def checked(record: Record) -> int:
    """How many days ago the owner last checked a page."""
    name = "checked_days_ago" if "checked_days_ago" in record else "published_days_ago"
    return int(record[name])


def region(agency: str) -> str:
    """Where an agency works, as its record says."""
    return next(
        str(record["region"])
        for record in content.records("agencies")
        if record["key"] == agency
    )


def partner(values: Record, world: World) -> Agency | None:
    """The agency that took part, if it is one of the demo."""
    return world.agencies.get(values.get("agency", ""))


def contact(user: User, public: bool, number: int) -> CaseContact:
    """Whom to ask about a case."""
    return CaseContact(
        sort_order=number,
        person=user,
        email=user.email,
        public=public,
    )


def _value(block: Record) -> Any:
    if block["type"] != "table":
        return block["value"]
    value = block["value"]
    columns = [{"type": "text", "heading": heading} for heading in value["columns"]]
    rows = [{"values": [f"<p>{cell}</p>" for cell in row]} for row in value["rows"]]
    table = {"columns": columns, "rows": rows, "caption": ""}
    return {"caption": value.get("caption", ""), "table": table}
