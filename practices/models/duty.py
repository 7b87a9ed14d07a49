"""What must be done: who did it, and why the importance of a page was changed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import Agency
from catalogue.changes import AtomicModel
from catalogue.models import Importance


class Done(AtomicModel):
    """An agency has done what a page asks; true for all its language versions."""

    translation_key = models.UUIDField(default=uuid.uuid4)
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("marked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("marked on"), auto_now_add=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("done for an agency")
        verbose_name_plural = _("done for agencies")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "agency"],
                name="practices_done_once_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.at:%Y-%m-%d}"


class ImportanceChange(models.Model):
    """Why the importance of a published page was changed."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="importance_changes"
    )
    before = models.SmallIntegerField(_("before"), choices=Importance)
    after = models.SmallIntegerField(_("after"), choices=Importance)
    reason = models.CharField(_("reason"), max_length=255)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("changed on"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of importance")
        verbose_name_plural = _("changes of importance")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
