"""What cases, guides and collections have in common."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page

from accounts.models import COUNTRIES, Agency, Level
from catalogue.access import reader_for
from catalogue.models import Importance
from practices.contexts import practice_context
from practices.forms import PracticePageForm
from practices.printing import TEMPLATE as PRINT_TEMPLATE
from practices.printing import Column, columns_of, print_context
from practices.ways import way_to_page

# How long after its review date a page counts as stale.
GRACE = datetime.timedelta(days=30)


class PracticePage(Page):
    """A page that an agency publishes for others, with its keeper and its dates."""

    # The form allows 160 characters; imports keep longer ones whole.
    summary = models.TextField(_("summary"), blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+"
    )
    country = models.CharField(
        _("country"), max_length=3, choices=COUNTRIES, blank=True
    )
    region = models.CharField(_("region or city"), max_length=120, blank=True)
    level = models.CharField(
        _("level of government"), max_length=20, choices=Level, blank=True
    )
    themes = ParentalManyToManyField(
        "vocabulary.Theme", verbose_name=_("themes"), blank=True, related_name="+"
    )
    readers = ParentalManyToManyField(
        "vocabulary.Profession",
        verbose_name=_("for whom"),
        blank=True,
        related_name="+",
    )
    importance = models.SmallIntegerField(
        _("importance"), choices=Importance, default=Importance.NORMAL
    )
    deadline = models.DateField(_("to be done by"), null=True, blank=True)
    # None means every agency.
    addressed = ParentalManyToManyField(
        Agency, verbose_name=_("addressed agencies"), blank=True, related_name="+"
    )
    importance_reason = models.CharField(
        _("why it must be done"), max_length=255, blank=True
    )
    # Travels with a draft until it is published; then it stands in the log.
    importance_note = models.CharField(
        _("why the importance changes"), max_length=255, blank=True
    )
    page_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("of a page", "owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    fallback_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("fallback owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    source_url = models.URLField(_("original address"), max_length=500, blank=True)

    # Not by parent_page_types: packages above have containers of their own.
    subpage_types: list[str] = []
    # Walls are groups only: a shared password is none, and any session passes "login".
    private_page_options = ["groups"]
    is_translatable = True
    is_printable = False
    base_form_class = PracticePageForm

    class Meta:
        abstract = True

    @classmethod
    def clean_parent_page_models(cls) -> list[type[Page]]:
        """Parents are those that name what may stand below them, and name this."""
        if cls._clean_parent_page_models is None:
            found = super().clean_parent_page_models()
            cls._clean_parent_page_models = [
                model
                for model in found
                if getattr(model, "subpage_types", None) is not None
            ]
        return cls._clean_parent_page_models

    def get_admin_display_title(self) -> str:
        """A live page by its live title: lists in the admin show no one's draft."""
        return self.title if self.live else super().get_admin_display_title()

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """What the templates of all these pages show."""
        context = super().get_context(request, *args, **kwargs)
        columns = self.print_columns(request)
        page = columns[0].page if columns else self
        preview = getattr(request, "is_preview", False)
        shown = practice_context(page, reader_for(request), preview=preview)
        way = {"way": way_to_page(request)}
        return {**context, **shown, **print_context(columns), **way}

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """The page for printing where the address asks for it."""
        if self.print_columns(request):
            return PRINT_TEMPLATE
        template: str = super().get_template(request, *args, **kwargs)
        return template

    def print_columns(self, request: HttpRequest) -> Sequence[Column]:
        """The languages to print side by side, none on the page as it is read."""
        return columns_of(self, request) if self.is_printable else ()

    @property
    def is_review_due(self) -> bool:
        """Whether the review date has passed."""
        return bool(self.review_on and self.review_on < timezone.localdate())

    @property
    def is_stale(self) -> bool:
        """Whether the review date passed more than 30 days ago."""
        today = timezone.localdate()
        return bool(self.review_on and self.review_on + GRACE < today)
