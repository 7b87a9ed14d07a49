"""A hub in which every text says in which language it is, and no word is its own.

Each agency, theme, tag, profession and page speaks one of the four languages, and each
page carries words of another one. Every text ends in a word of more than 20 letters.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale, Page

from accounts.models import SIGNED_IN_AGENTS, Agency, User
from catalogue import drain
from catalogue.models import Importance
from hub.models import HomePage, StandardPage
from practices.models import (
    AgencySectionPage,
    CaseAsset,
    CaseContact,
    CaseIndicator,
    CasePage,
    CasePartner,
    CollectionEntry,
    CollectionPage,
    Done,
    GuideChange,
    GuidePage,
    TranslationLink,
)
from vocabulary.models import Profession, Tag, Theme

LONG = {
    "en": "counterrevolutionaries",
    "fr": "anticonstitutionnellement",
    "nl": "gegevensbeschermingseffect",
    "de": "grundstücksverkehrsgenehmigung",
}
CODES = tuple(LONG)


@dataclass
class World:
    """The texts of the world with their language, and its pages by kind."""

    texts: dict[str, str] = field(default_factory=dict)
    pages: dict[str, list[Any]] = field(default_factory=dict)
    agent: User | None = None

    def text(self, name: str, code: str) -> str:
        """A text of this name in a language, known from now on."""
        text = f"{name.capitalize()}{code} {LONG[code]}"
        self.texts[text] = code
        return text

    def rich(self, name: str, code: str) -> str:
        """The same as rich text."""
        return f"<p>{self.text(name, code)}</p>"


def after(code: str) -> str:
    """The language whose words a page in this language carries."""
    return CODES[(CODES.index(code) + 1) % len(CODES)]


def locale(code: str) -> Locale:
    return Locale.objects.get(language_code=code)


def make_world() -> World:
    """Everything the hub shows, in four languages at once."""
    world = World()
    for code in CODES:
        _make_words(world, code)
    world.agent = User.objects.create_user(
        "agent",
        "agent@agency-en.example",
        "-",
        first_name="Ada",
        last_name="Adams",
        agency=Agency.objects.get(slug="agency-fr"),
        function=Profession.objects.get(slug="reader-nl"),
    )
    world.agent.groups.add(Group.objects.get(name=SIGNED_IN_AGENTS))
    for code in CODES:
        _make_pages(world, code)
    # What has been done is told to the agency by its name.
    for page in world.pages["guide"]:
        Done.objects.create(
            translation_key=page.translation_key, agency=world.agent.agency
        )
    drain.run_all()
    return world


def _make_words(world: World, code: str) -> None:
    Agency.objects.create(
        slug=f"agency-{code}",
        country="be",
        level="local",
        **{f"name_{code}": world.text("agency", code)},
    )
    label = f"label_{code}"
    parent = Theme.objects.create(
        slug=f"broad-{code}", **{label: world.text("broad", code)}
    )
    Theme.objects.create(
        slug=f"theme-{code}", parent=parent, **{label: world.text("theme", code)}
    )
    Tag.objects.create(
        name=f"tag-{code}",
        slug=f"tag-{code}",
        state="accepted",
        **{label: world.text("tag", code)},
    )
    Profession.objects.create(
        slug=f"reader-{code}", **{label: world.text("reader", code)}
    )


def _make_pages(world: World, code: str) -> None:
    section = AgencySectionPage.objects.get(agency__slug=f"agency-{code}")
    section.introduction = world.rich("welcome", code)
    _publish(world, "section", section)
    case = _fill(world, _case(world, code), "case", code)
    _add(world, "case", section, case)
    for kind, parts in (("guide", 2), ("paged", 5)):
        guide = _fill(world, _guide(world, kind, parts, code), kind, code)
        _add(world, kind, section, guide)
    collection = CollectionPage(introduction=world.rich("opening", code))
    collection.items = [
        CollectionEntry(page_id=case.pk, note=world.text("why", code), sort_order=1)
    ]
    _add(world, "collection", section, _fill(world, collection, "collection", code))
    standard = StandardPage(
        title=world.text("rules", code), body=world.rich("rule", code)
    )
    standard.locale = locale(code)
    _add(world, "standard", HomePage.objects.get(), standard)
    _translate(world, case, code)


def _fill(world: World, page: Any, kind: str, code: str) -> Any:
    """What cases, guides and collections have in common."""
    other = after(code)
    page.title = world.text(kind, code)
    page.slug = f"{kind}-{code}"
    page.summary = world.text(f"sum{kind}", code)
    page.locale = locale(code)
    page.agency = Agency.objects.get(slug=f"agency-{other}")
    page.region = world.text("region", code)
    page.page_owner = world.agent
    page.importance = Importance.MUST_DO
    page.importance_reason = world.text("duty", code)
    page.deadline = timezone.localdate()
    page.themes = Theme.objects.filter(slug=f"theme-{other}")
    page.readers = Profession.objects.filter(slug=f"reader-{other}")
    page.addressed = Agency.objects.filter(slug__in=["agency-fr", f"agency-{other}"])
    if hasattr(page, "tags"):
        page.tags.set(Tag.objects.filter(slug=f"tag-{other}"))
    return page


def _case(world: World, code: str) -> CasePage:
    other = Agency.objects.get(slug=f"agency-{after(after(code))}")
    page = CasePage(
        problem=blocks(world, code),
        solution=blocks(world, code),
        results=world.rich("result", code),
        lessons=world.rich("lesson", code),
        tools=world.text("tool", code),
        status="in-use",
        status_note=world.text("note", code),
        status_since=timezone.localdate(),
    )
    page.partners = [CasePartner(agency=other, role=world.text("role", code))]
    page.indicators = [
        CaseIndicator(
            name=world.text("figure", code),
            unit=world.text("unit", code),
            baseline=3,
            value=5,
        )
    ]
    page.assets = [CaseAsset(title=world.text("asset", code), url="https://a.example")]
    page.contacts = [
        CaseContact(name="Ann", role=world.text("job", code), phone="12", public=True)
    ]
    return page


def _guide(world: World, kind: str, parts: int, code: str) -> GuidePage:
    body = json.loads(blocks(world, code))
    for number in range(parts):
        title = world.text(f"{kind}part{number}", code)
        body.append({"type": "section", "value": {"title": title}})
        body += json.loads(blocks(world, code))
    page = GuidePage(in_short=world.rich("short", code), body=json.dumps(body))
    day = timezone.localdate()
    page.changes = [GuideChange(date=day, text=world.text("change", code))]
    return page


def blocks(world: World, code: str) -> str:
    """Every block that has words of its own."""

    def text(name: str) -> str:
        return world.text(name, code)

    table = {
        "columns": [{"type": "text", "heading": text("column")}],
        "rows": [{"values": [world.rich("cell", code)]}],
        "caption": "",
    }
    step = {"title": text("step"), "text": world.rich("walk", code)}
    advice = {"title": text("tip"), "text": world.rich("advice", code)}
    picture = {"alt": text("picture"), "caption": text("legend")}
    values = [
        ("paragraph", world.rich("body", code)),
        ("callout", {"kind": "tip", **advice}),
        ("callout", {"kind": "legal", "title": "", "text": "<p>1</p>"}),
        ("steps", {"items": [step]}),
        ("checklist", {"title": text("list"), "items": [text("item")]}),
        ("checklist", {"title": "", "items": ["1"]}),
        ("table", {"caption": text("caption"), "table": table}),
        ("quote", {"text": text("quote"), "source": "Ann"}),
        ("picture", {"source_url": "https://a.example/p.png", **picture}),
    ]
    return json.dumps([{"type": kind, "value": value} for kind, value in values])


def _translate(world: World, case: CasePage, code: str) -> None:
    """A translation of each case into the next language, behind its original."""
    other = after(code)
    page = CasePage(
        title=world.text(f"copy{code}", other),
        slug=f"copy-{code}",
        summary=world.text(f"sumcopy{code}", other),
        agency=case.agency,
        locale=locale(other),
        translation_key=case.translation_key,
        lessons=world.rich(f"learned{code}", other),
    )
    _add(world, "copy", case.get_parent().specific, page)
    TranslationLink.objects.create(page=page, original=case)


def _add(world: World, kind: str, parent: Page, page: Page) -> None:
    page.live = False
    parent.add_child(instance=page)
    _publish(world, kind, page)


def _publish(world: World, kind: str, page: Any) -> None:
    page.save_revision().publish()
    page.refresh_from_db()
    world.pages.setdefault(kind, []).append(page)
