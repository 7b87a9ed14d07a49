"""The section of an agency: the container of all it publishes."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Collection, Page, Workflow

from accounts.models import Agency


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

    template = "practices/agency_section_page.html"
    subpage_types = [
        "practices.CasePage",
        "practices.GuidePage",
        "practices.CollectionPage",
    ]

    class Meta:
        verbose_name = _("agency section")
        verbose_name_plural = _("agency sections")
