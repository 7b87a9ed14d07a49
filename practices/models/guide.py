"""Guides: how to do something, kept up to date by an owner."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, ClassVar, TypeAlias

from django.db import models
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.blocks.stream_block import StreamValue
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from practices.blocks import GuideStreamBlock
from practices.contexts import guide_context
from practices.forms import GuidePageForm
from practices.models.base import PracticePage
from practices.panels import GUIDE_PANELS
from vocabulary.models import Tag

StreamChild: TypeAlias = StreamValue.StreamChild
MAX_SECTIONS_ON_A_PAGE = 4


@dataclass
class GuideSection:
    """A section of a guide: number from 1, title, and the blocks below it."""

    number: int
    title: str
    block_id: str | None
    blocks: list[StreamChild] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The name of the section in addresses of a guide on one page."""
        return f"section-{self.number}"


class GuidePageTag(ItemBase, models.Model):
    """A tag on a guide."""

    tag = models.ForeignKey(Tag, related_name="guide_items", on_delete=models.CASCADE)
    content_object = ParentalKey(
        "practices.GuidePage", related_name="tagged_items", on_delete=models.CASCADE
    )

    objects: ClassVar[models.Manager[GuidePageTag]] = models.Manager()

    def __str__(self) -> str:
        return str(self.tag)


class GuidePage(RoutablePageMixin, PracticePage):
    """A guide of one page, or of one page a section when it has more than four."""

    in_short = RichTextField(
        _("in short"), blank=True, features=["bold", "italic", "link", "ul", "ol"]
    )
    body = StreamField(GuideStreamBlock(), verbose_name=_("text"), blank=True)
    applies_from = models.DateField(_("applies from"), null=True, blank=True)

    tags = ClusterTaggableManager(
        through=GuidePageTag, blank=True, verbose_name=_("tags")
    )

    content_panels = GUIDE_PANELS
    base_form_class = GuidePageForm
    is_printable = True
    template = "practices/guide_page.html"

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """The whole guide, or the section whose number a route gives."""
        context = super().get_context(request, *args, **kwargs)
        number = kwargs.get("number") or (1 if self.is_paged else None)
        return {**context, **guide_context(self, number)}

    @path("steps/<int:number>/")
    def step(self, request: HttpRequest, number: int) -> TemplateResponse:
        """One section of a paged guide; the first one has the guide's own address."""
        if not self.is_paged or not 1 < number <= len(self.sections):
            raise Http404
        return self.render(request, number=number)

    @cached_property
    def opening(self) -> list[StreamChild]:
        """The blocks before the first section."""
        return list(takewhile(lambda block: block.block_type != "section", self.body))

    @cached_property
    def sections(self) -> list[GuideSection]:
        """The sections in their order, each with its blocks."""
        found: list[GuideSection] = []
        for block in self.body:
            if block.block_type == "section":
                number = len(found) + 1
                found.append(GuideSection(number, block.value["title"], block.id))
            elif found:
                found[-1].blocks.append(block)
        return found

    @property
    def is_paged(self) -> bool:
        """Whether each section has an address of its own."""
        return len(self.sections) > MAX_SECTIONS_ON_A_PAGE


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
