"""What cases, guides and collections have in common."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page

from accounts.models import COUNTRIES, Agency, Level
from catalogue.models import Importance

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
    page_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
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
    source_url = models.URLField(
        _("original address"), max_length=500, blank=True
    )

    class Meta:
        abstract = True

    @property
    def is_review_due(self) -> bool:
        """Whether the review date has passed."""
        return bool(self.review_on and self.review_on < timezone.localdate())

    @property
    def is_stale(self) -> bool:
        """Whether the review date passed more than 30 days ago."""
        today = timezone.localdate()
        return bool(self.review_on and self.review_on + GRACE < today)
