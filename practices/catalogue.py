"""What sections, cases, guides and collections look like as entries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from accounts.people import is_listed
from catalogue.models import Entry, Importance
from catalogue.projectors import (
    Projection,
    page_basics,
    plain,
    register_page,
    register_related,
)
from practices import document_entries, reuses
from practices.models import (
    KEPT,
    AgencySectionPage,
    CaseContact,
    CasePage,
    CasePartner,
    CollectionPage,
    GuidePage,
    PracticePage,
)
from practices.origins import origin_data
from practices.querysets import public_items
from practices.references import words_about_documents
from practices.texts import minutes_to_read, text_of
from vocabulary.models import Tag, Theme

CASE_TEXTS = (
    *("problem", "solution", "objectives", "innovation", "beneficiaries"),
    *("implementation", "tools", "results", "challenges", "conditions"),
    *("lessons", "replicability", "sustainability", "legal_notes", "media"),
    "status_note",
)
IMPORTANCE_PRIOR = {
    Importance.WORTH_READING: 1.08,
    Importance.MUST_READ: 1.15,
    Importance.MUST_DO: 1.2,
}
STATUS_PRIOR: dict[str, float] = {
    CasePage.Status.ENDED: 0.9,
    CasePage.Status.ABANDONED: 0.8,
}
# Twice as many agencies weigh a step more, eight and beyond the most.
REUSE_STEP, MOST_STEPS = 0.03, 3.0


def register() -> None:
    """Register the projectors of this package."""
    register_page(AgencySectionPage, project_section)
    register_page(CasePage, project_case)
    register_page(GuidePage, project_guide)
    register_page(CollectionPage, project_collection)
    register_related("accounts.agency", keys_of_agency)
    register_related("accounts.user", keys_of_user)
    register_related("vocabulary.tag", keys_of_tag)
    register_related("vocabulary.theme", keys_of_theme)
    register_related("vocabulary.profession", keys_of_profession)
    document_entries.register_documents()


def project_section(page: AgencySectionPage) -> Projection:
    """An agency by its names, with the introduction of its section."""
    basics = page_basics(page)
    agency = page.agency
    names = [*agency.names.values(), agency.acronym]
    text = get_text_for_indexing(page.introduction)
    return Projection(
        kind=Entry.Kind.AGENCY,
        summary=plain(text)[:300],
        body=plain(" ".join([text, *names])),
        agency=agency.slug,
        facets=_facets(
            basics, agency=agency.slug, country=agency.country, level=agency.level
        ),
        **basics,
    )


def project_case(page: CasePage) -> Projection:
    """A case with the texts of all its fields; contacts only when they are public."""
    texts = [text_of(page, name) for name in CASE_TEXTS]
    texts += [str(partner) for partner in page.partners.all()]
    texts += [partner.role for partner in page.partners.all()]
    texts += [indicator.name for indicator in page.indicators.all()]
    # Titles of files are found with the files, by who may open them.
    texts += [asset.title for asset in page.assets.all() if not asset.document_id]
    contacts = [str(contact) for contact in _public_contacts(page)]
    reused_by = reuses.agencies_reusing(page.translation_key)
    return _project(
        page,
        kind=Entry.Kind.CASE,
        texts=texts,
        tags=page.tags.all(),
        names=contacts,
        status=page.status,
        reused_by=reused_by,
        partners=[_partner(partner) for partner in page.partners.all()],
        figures=[indicator.tell() for indicator in page.indicators.all()],
        assets=_assets(page),
    )


def project_guide(page: GuidePage) -> Projection:
    """A guide with the text of all its sections."""
    applies_from = page.applies_from
    return _project(
        page,
        kind=Entry.Kind.GUIDE,
        texts=[text_of(page, "in_short"), text_of(page, "body")],
        tags=page.tags.all(),
        steps=len(page.sections),
        applies_from=applies_from.isoformat() if applies_from else None,
    )


def project_collection(page: CollectionPage) -> Projection:
    """A collection; notes and numbers speak only of pages that everyone may read."""
    items = public_items(page)
    kinds = [_kind_of(item.page.specific_class) for item in items]
    return _project(
        page,
        kind=Entry.Kind.COLLECTION,
        texts=[text_of(page, "introduction"), *(item.note for item in items)],
        items={kind: kinds.count(kind) for kind in sorted(filter(None, set(kinds)))},
    )


def _project(
    page: PracticePage,
    *,
    kind: str,
    texts: Iterable[str],
    tags: Iterable[Tag] = (),
    names: Sequence[str] = (),
    status: str = "",
    reused_by: Sequence[str] = (),
    **data: Any,
) -> Projection:
    basics, agency = page_basics(page), page.agency
    themes = with_broader(page.themes.values_list("slug", flat=True))
    kept_tags = list({tag.pk: tag for tag in (tag.current for tag in tags)}.values())
    accepted = [tag.slug for tag in kept_tags if tag.state == Tag.State.ACCEPTED]
    readers = sorted(reader.slug for reader in page.readers.all())
    text = plain(" ".join(texts))
    words = [word for tag in kept_tags for word in _words_of(tag, basics["language"])]
    return Projection(
        kind=kind,
        summary=plain(page.summary),
        body=text,
        # Words that find the page and that no passage of it should show.
        names=plain(", ".join([*names, *words])),
        agency=agency.slug,
        status=status,
        importance=page.importance,
        prior=_prior(page.importance, status, len(reused_by)),
        reuses=len(reused_by),
        checked_on=page.checked_on,
        review_on=page.review_on,
        facets=_facets(
            basics,
            agency=agency.slug,
            country=page.country or agency.country,
            level=page.level or agency.level,
            theme=themes,
            readers=readers,
            tag=accepted,
            status=status,
            reused=list(reused_by),
            **_people(page, names),
        ),
        data={"themes": themes, "tags": accepted, "readers": readers}
        | {"minutes": minutes_to_read(text), **_duty(page), **files_on(page)}
        | {**origin_data(page), **data},
        **basics,
    )


def _assets(page: CasePage) -> list[dict[str, str]] | None:
    """What there is to take over; None when it is a file: who opens it may change."""
    assets = list(page.assets.all())
    if any(asset.document_id for asset in assets):
        return None
    return [
        {"title": each.title, "url": each.url, "licence": each.licence}
        for each in assets
    ]


def _partner(partner: CasePartner) -> dict[str, str]:
    """An agency of the hub by its slug, unless the editor wrote another name."""
    slug = partner.agency.slug if partner.agency and not partner.name else ""
    return {"agency": slug, "name": partner.name, "role": partner.role}


def _public_contacts(page: CasePage) -> Iterable[CaseContact]:
    """The contacts that everyone sees; agents who left are none any more."""
    public = page.contacts.filter(public=True).select_related("person")
    return [each for each in public if each.person is None or is_listed(each.person)]


def _people(page: PracticePage, contacts: Sequence[str]) -> dict[str, Any]:
    """Who wrote a page (public contacts) and who keeps it.

    Searches by author ask for them; nobody is offered to filter by them.
    """
    return {"author": list(contacts), "owner": str(page.page_owner_id or "")}


def _facets(basics: dict[str, Any], **values: str | list[str]) -> dict[str, list[str]]:
    published = basics["published_at"]
    listed = {
        name: value if isinstance(value, list) else [value]
        for name, value in values.items()
        if value
    }
    year = [str(published.year)] if published else []
    return {**listed, "lang": [basics["language"]], "year": year}


def _duty(page: PracticePage) -> dict[str, Any]:
    """By when something must be done, and by which agencies ([] is all)."""
    if page.importance != Importance.MUST_DO:
        return {}
    addressed = page.addressed.values_list("slug", flat=True)
    return {
        "deadline": page.deadline.isoformat() if page.deadline else None,
        "addressed": sorted(addressed),
    }


def files_on(page: Page) -> dict[str, Any]:
    """The documents that a page uses, with its words about each."""
    words = words_about_documents(page)
    return {"files": words} if words else {}


def _prior(importance: int, status: str, reuses: int) -> float:
    factor = IMPORTANCE_PRIOR.get(Importance(importance), 1.0)
    reused = 1 + REUSE_STEP * min(math.log2(1 + reuses), MOST_STEPS)
    return round(factor * STATUS_PRIOR.get(status, 1.0) * reused, 4)


def _words_of(tag: Tag, language: str) -> list[str]:
    """The words by which a tag is searched on a page of this language."""
    words = [tag.name, getattr(tag, f"label_{language}", ""), *tag.synonym_list]
    return list(dict.fromkeys(filter(None, words)))


def with_broader(slugs: Iterable[str]) -> list[str]:
    """Themes and all broader ones, narrowest first."""
    rows = Theme.objects.values_list("pk", "slug", "parent_id")
    by_slug = {slug: pk for pk, slug, _parent in rows}
    parents = {pk: parent for pk, _slug, parent in rows}
    depths: dict[int, int] = {}
    for slug in slugs:
        chain: list[int] = []
        node: int | None = by_slug.get(slug)
        while node is not None and node not in chain:
            chain.append(node)
            node = parents[node]
        for depth, pk in enumerate(reversed(chain)):
            depths[pk] = depth
    names = {pk: slug for slug, pk in by_slug.items()}
    return [names[pk] for pk in sorted(depths, key=lambda pk: (-depths[pk], names[pk]))]


def _kind_of(model: type[Page] | None) -> str:
    kinds = {CasePage: "case", GuidePage: "guide", CollectionPage: "collection"}
    return kinds.get(model, "") if model else ""


def keys_of_agency(number: int) -> Iterable[str]:
    """The agency's section, its pages, and cases in which it is a partner."""
    yield from _keys(AgencySectionPage, Q(agency=number))
    for model in KEPT:
        yield from _keys(model, Q(agency=number) | Q(addressed=number))
    yield from _keys(CasePage, Q(partners__agency=number))


def keys_of_user(number: int) -> Iterable[str]:
    """Pages that name this person as their owner, or as whom to ask."""
    for model in KEPT:
        yield from _keys(model, Q(page_owner=number))
    yield from _keys(CasePage, Q(contacts__person=number))


def keys_of_tag(number: int) -> Iterable[str]:
    """Pages with this tag or with one that was merged into it."""
    for model in (CasePage, GuidePage):
        wanted = Q(tagged_items__tag=number) | Q(tagged_items__tag__merged_into=number)
        yield from _keys(model, wanted)


def themes_below(number: int) -> set[int]:
    """A theme and all narrower ones."""
    numbers, level = {number}, {number}
    while level:
        below = Theme.objects.filter(parent__in=level).exclude(pk__in=numbers)
        level = set(below.values_list("pk", flat=True))
        numbers |= level
    return numbers


def keys_of_theme(number: int) -> Iterable[str]:
    """Pages of this theme and of all narrower ones."""
    numbers = themes_below(number)
    for model in KEPT:
        yield from _keys(model, Q(themes__in=numbers))


def keys_of_profession(number: int) -> Iterable[str]:
    """Pages written for these readers."""
    for model in KEPT:
        yield from _keys(model, Q(readers=number))


def _keys(model: type[Page], wanted: Q) -> Iterable[str]:
    pages = model.objects.filter(wanted, live=True).values_list("pk", flat=True)
    return [f"page:{pk}" for pk in pages.distinct()]
