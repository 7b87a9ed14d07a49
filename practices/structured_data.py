"""What pages tell search machines of the web about themselves, as schema.org has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Data = dict[str, Any]

SCHEMA = "https://schema.org"
TYPES = {"casepage": "Article", "guidepage": "HowTo", "collectionpage": "Collection"}
LISTS = {
    "casepage": "practices:cases",
    "guidepage": "practices:guides",
    "collectionpage": "practices:collections",
}


def of_site(name: str) -> Data:
    """The hub as a site that can be searched."""
    search = f"{settings.BASE_URL}{reverse('search:results')}?q={{words}}"
    return {
        "@context": SCHEMA,
        "@type": "WebSite",
        "url": _full("/"),
        "name": name,
        "inLanguage": [code for code, _name in settings.LANGUAGES],
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=words",
        },
    }


def of_agency(context: Mapping[str, Any]) -> Data:
    """An agency that publishes here."""
    page, agency, country = context["page"], context["agency"], context["country"]
    way = [(_("Agencies"), reverse("practices:agencies")), (agency.text, page.url)]
    return _graph(
        {
            "@type": "GovernmentOrganization",
            "@id": _full(page.url),
            "url": _full(page.url),
            "name": agency.text,
            "alternateName": page.agency.acronym,
            "areaServed": country.text if country else "",
            "sameAs": page.agency.website,
        },
        way,
    )


def of_page(context: Mapping[str, Any]) -> Data:
    """A case, guide or collection, with what the page itself shows."""
    page, agency = context["page"], context["agency"]
    model = page._meta.model_name
    work = {
        "@type": TYPES[model],
        "@id": _full(page.url),
        "url": _full(page.url),
        "headline" if model == "casepage" else "name": page.title,
        "description": page.summary,
        "inLanguage": context["page_lang"],
        "datePublished": _moment(page.first_published_at),
        "dateModified": _moment(page.last_published_at),
        "publisher": {
            "@type": "GovernmentOrganization",
            "@id": _full(context["agency_url"]),
            "name": agency.text,
        },
        "about": [theme.text for theme in context["themes"]],
        "keywords": [tag.text for tag in context["tags"]],
        "isBasedOn": page.source_url,
        "workTranslation": [
            {"@id": _full(other.url), "inLanguage": other.language}
            for other in context["translations"]
        ],
        **_parts(model, context),
    }
    way = [(_list_name(model), reverse(LISTS[model])), (page.title, page.url)]
    return _graph(work, way)


def _parts(model: str, context: Mapping[str, Any]) -> Data:
    """The steps of a guide, the entries of a collection that this reader sees."""
    if model == "guidepage":
        names = [section.title for section in context["page"].sections]
        return {"step": [{"@type": "HowToStep", "name": name} for name in names]}
    if model == "collectionpage":
        items = context["items"]
        return {"hasPart": [{"@id": _full(row.url)} for row, _note in items]}
    return {}


def _list_name(model: str) -> str:
    return {
        "casepage": pgettext("menu", "Cases"),
        "guidepage": _("Guides"),
        "collectionpage": pgettext("kind of entry", "Collections"),
    }[model]


def _graph(work: Data, way: Sequence[tuple[str, str]]) -> Data:
    """The work and the way to it from the home page; what is empty is left out."""
    filled = {name: value for name, value in work.items() if value}
    return {"@context": SCHEMA, "@graph": [filled, _crumbs([(_("Home"), "/"), *way])]}


def _crumbs(way: Iterable[tuple[str, str]]) -> Data:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": _full(url),
            }
            for position, (name, url) in enumerate(way, start=1)
        ],
    }


def _moment(moment: Any) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _full(url: str) -> str:
    return f"{settings.BASE_URL}{url}"
