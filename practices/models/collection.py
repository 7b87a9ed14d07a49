"""Curated dossiers: an introduction and ordered, annotated entries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from practices.models.base import PracticePage


class CollectionPage(PracticePage):
    """What to read on a subject, in the order that helps."""

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=["h3", "bold", "italic", "link", "ul", "ol"],
    )

    template = "practices/collection_page.html"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")


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
