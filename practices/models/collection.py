"""Curated dossiers: an introduction and ordered, annotated entries."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from catalogue.access import reader_for
from practices.contexts import collection_context
from practices.models.base import PracticePage
from practices.panels import COLLECTION_PANELS


class CollectionPage(PracticePage):
    """What to read on a subject, in the order that helps."""

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=["h3", "bold", "italic", "link", "ul", "ol"],
    )

    content_panels = COLLECTION_PANELS
    template = "practices/collection_page.html"

    class Meta:
        verbose_name = pgettext_lazy("kind of entry", "collection")
        verbose_name_plural = pgettext_lazy("kind of entry", "collections")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """The annotated entries this reader may read."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, **collection_context(self, reader_for(request))}


class CollectionEntry(Orderable):
    """One page of a collection and why to read it."""

    collection = ParentalKey(
        CollectionPage, related_name="items", on_delete=models.CASCADE
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    note = models.TextField(_("why read it"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("entry")
        verbose_name_plural = _("entries")

    def __str__(self) -> str:
        return str(self.page)
