"""What the form of a page says about its translations."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.db.models import Field
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from wagtail.admin.panels import Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from practices.permissions import seen_by
from practices.translating import (
    Origin,
    followed_revision,
    may_translate,
    origin_of,
    versions,
    works_on,
)

LINES = ("title", "summary", "tools")
# Where a paragraph of rich text ends.
ENDS = re.compile(r"</(?:p|h\d|li|blockquote)>|<[bh]r\s*/?>", re.IGNORECASE)


class OriginPanel(Panel):
    """The original of a translation, its text, and whether it changed since."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page in one form."""

        template_name = "practices/admin/translation_origin.html"

        def is_shown(self) -> bool:
            """Only translations have an original, and not everyone may know of it."""
            if not self.instance.pk or not super().is_shown():
                return False
            origin = origin_of(self.instance)
            return origin is not None and self._may_see(origin)

        def _may_see(self, origin: Origin) -> bool:
            seen = Page.objects.filter(seen_by(self.request.user))
            return bool(seen.filter(pk=origin.original.pk).exists())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The original with its texts and the way to what changed in it."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            origin = origin_of(self.instance)
            if origin is None:
                return context
            original = origin.original.specific
            return {
                **context,
                "origin": origin,
                "original": original,
                "texts": texts_of(original),
                "comparison": comparison_url(origin, self.request.user),
                "interface": (get_language() or "en")[:2],
            }


class VersionsPanel(Panel):
    """The page in other languages, and the way to one more."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page in one form."""

        template_name = "practices/admin/translation_versions.html"

        def is_shown(self) -> bool:
            """A page that is not saved yet has no other versions."""
            is_saved = bool(self.instance.pk) and super().is_shown()
            return is_saved and works_on(self.instance, self.request.user)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The other versions this person may know of."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            user = self.request.user
            found = versions(self.instance).filter(seen_by(user))
            return {
                **context,
                "versions": version_lines(found, user),
                "may_translate": may_translate(self.instance, user),
            }


def version_lines(found: Any, user: Any) -> list[tuple[Page, bool]]:
    """Each version with whether this person may open it in the editor."""
    return [
        (version, version.permissions_for_user(user).can_edit()) for version in found
    ]


def comparison_url(origin: Origin, user: Any) -> str:
    """What changed in the original since, for those who may edit it; else its page."""
    original = origin.original
    if not original.permissions_for_user(user).can_edit():
        return original.url or ""
    before = followed_revision(origin)
    if before is None or not original.live:
        return reverse("wagtailadmin_pages:history", args=[original.pk])
    return reverse(
        "wagtailadmin_pages:revisions_compare", args=[original.pk, before.pk, "live"]
    )


def texts_of(page: Page) -> list[tuple[str, list[str]]]:
    """The texts of a page as paragraphs, each under the name of its field."""
    found = []
    for field in page._meta.get_fields():
        if isinstance(field, Field):
            paragraphs = _paragraphs(field, getattr(page, field.name, None))
            if paragraphs:
                found.append((str(field.verbose_name), paragraphs))
    return found


def _paragraphs(field: Field[Any, Any], value: Any) -> list[str]:
    if not value:
        return []
    if isinstance(field, StreamField):
        texts = [
            " ".join(block.block.get_searchable_content(block.value)) for block in value
        ]
    elif isinstance(field, RichTextField):
        texts = unescape(strip_tags(ENDS.sub("\n", value))).split("\n")
    elif field.name in LINES:
        texts = str(value).split("\n")
    else:
        return []
    return [text.strip() for text in texts if text.strip()]
