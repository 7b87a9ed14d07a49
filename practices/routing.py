"""The short way from an address to its page; Wagtail's own takes twice the queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.http import Http404, HttpRequest
from wagtail.models import PageViewRestriction, Site

from catalogue.access import reader_for
from practices.models import KEPT, PracticePage

WITH_PAGE = (
    *("agency__section", "locale", "page_owner__agency", "page_owner__function"),
    "translation_link__original__locale",
)

# What kind of page an address led to last: where to look first, and never more.
_last_found: dict[str, type[PracticePage]] = {}
MOST_FOUND = 10_000


def remember_route(request: HttpRequest, section: str, slug: str, rest: str) -> Any:
    """Tell Wagtail which page an address means, when it is one of ours: that page.

    Everything after that, walls above all, is Wagtail's own way to serve a page.
    """
    page: Any = find(section, slug)
    if page is None:
        return None
    remember_walls(page)
    try:
        route = page.route(request, [part for part in rest.split("/") if part])
    except Http404:
        route = None
    request._wagtail_route_for_request = route  # type: ignore[attr-defined]
    return page


@dataclass
class GroupWall:
    """A restriction to groups, as Wagtail asks for it, that asks nothing more."""

    pk: int
    groups: set[int]
    restriction_type: str = PageViewRestriction.GROUPS

    def accept_request(self, request: HttpRequest) -> bool:
        """Whether the reader is in one of the groups, or an administrator."""
        if getattr(request.user, "is_superuser", False):
            return True
        return bool(self.groups & reader_for(request).groups)


def remember_walls(page: Any) -> None:
    """Look up a page's walls once: Wagtail and the catalogue both ask for them."""
    walls = page.get_view_restrictions() if page.alias_of_id else _walls(page.path)
    page.get_view_restrictions = lambda: walls


def _walls(path: str) -> list[Any]:
    """The walls on the way to a page, in one query; an alias has those of its source.

    Wagtail reads the pages on the way first, and the groups of each wall by itself.
    """
    way = [path[:end] for end in range(4, len(path) + 1, 4)]
    on_way = Q(page__path__in=way) | Q(page__aliases__path__in=way)
    found: dict[int, Any] = {}
    walls = PageViewRestriction.objects.filter(on_way)
    for wall in walls.annotate(group=F("groups")):
        if wall.restriction_type != PageViewRestriction.GROUPS:
            found[wall.pk] = wall
            continue
        known = found.setdefault(wall.pk, GroupWall(wall.pk, set()))
        known.groups |= {wall.group} - {None}
    return list(found.values())


def find(section: str, slug: str) -> PracticePage | None:
    """The live page at /section/slug/ with all that its template needs at once."""
    roots = Site.get_site_root_paths()
    if len(roots) != 1:
        return None
    url_path = f"{roots[0].root_path}{section}/{slug}/"
    last = _last_found.get(url_path, KEPT[0])
    for model in (last, *(each for each in KEPT if each is not last)):
        pages = model.objects.live().select_related(*WITH_PAGE)
        page = pages.filter(slug=slug, url_path=url_path).first()
        if page is not None:
            _remember_kind(url_path, model)
            return page
    return None


def _remember_kind(url_path: str, model: type[PracticePage]) -> None:
    """Spare the next visit the questions after the other kinds."""
    if len(_last_found) >= MOST_FOUND:
        _last_found.clear()
    _last_found[url_path] = model
