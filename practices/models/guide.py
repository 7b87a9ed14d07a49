"""Guides: how to do something, kept up to date by an owner."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from practices.blocks import GuideStreamBlock
from practices.models.base import PracticePage
from vocabulary.models import Tag


class GuidePageTag(ItemBase):
    """A tag on a guide."""

    tag = models.ForeignKey(
        Tag, related_name="guide_items", on_delete=models.CASCADE
    )
    content_object = ParentalKey(
        "practices.GuidePage", related_name="tagged_items", on_delete=models.CASCADE
    )


class GuidePage(RoutablePageMixin, PracticePage):
    """A guide of one page, or of one page a section when it has more than four."""

    in_short = RichTextField(
        _("in short"), blank=True, features=["bold", "italic", "link", "ul", "ol"]
    )
    body = StreamField(GuideStreamBlock(), blank=True)
    applies_from = models.DateField(_("applies from"), null=True, blank=True)

    tags = ClusterTaggableManager(
        through=GuidePageTag, blank=True, verbose_name=_("tags")
    )

    template = "practices/guide_page.html"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")


class GuideChange(Orderable):
    """A line of a guide's change log."""

    page = ParentalKey(GuidePage, related_name="changes", on_delete=models.CASCADE)
    date = models.DateField(_("date"))
    text = models.CharField(_("what changed"), max_length=255)

    class Meta(Orderable.Meta):
        verbose_name = _("change")
        verbose_name_plural = _("change log")

    def __str__(self) -> str:
        return self.text
