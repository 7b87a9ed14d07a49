"""The section of an agency: the container of all it publishes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Collection, Page, Workflow

from accounts.models import Agency
from catalogue.access import reader_for
from practices.contexts import section_context


class AgencySectionPage(Page):
    """One agency's part of the tree; made when the agency is saved."""

    agency = models.OneToOneField(
        Agency,
        verbose_name=_("agency"),
        on_delete=models.PROTECT,
        related_name="section",
    )
    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link", "ul", "ol"]
    )
    editors = models.OneToOneField(
        Group, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    publishers = models.OneToOneField(
        Group, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    files = models.OneToOneField(
        Collection,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approval = models.OneToOneField(
        Workflow, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    # The title is the name of the agency.
    content_panels = [FieldPanel("introduction")]
    # Sections are made with their agency.
    parent_page_types: list[str] = []
    private_page_options = ["groups"]
    template = "practices/agency_section_page.html"
    subpage_types = [
        "practices.CasePage",
        "practices.GuidePage",
        "practices.CollectionPage",
    ]

    class Meta:
        verbose_name = _("agency section")
        verbose_name_plural = _("agency sections")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """What the agency has published."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, **section_context(self, reader_for(request))}
