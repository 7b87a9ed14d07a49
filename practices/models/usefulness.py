"""Whether a page helped: one answer for each agent and page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Usefulness(models.Model):
    """An agent's answer to "Was this useful?"; its reader learns no name."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    useful = models.BooleanField(_("useful"))
    missing = models.CharField(_("what is missing"), max_length=300, blank=True)
    at = models.DateTimeField(_("on"), auto_now=True)

    class Meta:
        verbose_name = _("answer to “Was this useful?”")
        verbose_name_plural = _("answers to “Was this useful?”")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "by"], name="practices_usefulness_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}"
