"""That an agency uses what another one did, and how it went."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from catalogue.changes import AtomicModel


class Reuse(AtomicModel):
    """An agency reused a case; once, and true for all language versions of the case."""

    translation_key = models.UUIDField(default=uuid.uuid4)
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.CASCADE, related_name="+"
    )
    # The first day of the month in which it began.
    since = models.DateField(_("since"))
    adapted = models.CharField(_("what was adapted"), max_length=500, blank=True)
    result = models.CharField(_("what came of it"), max_length=500, blank=True)
    # In which language the two texts are written.
    language = models.CharField(_("language"), max_length=10, blank=True)
    own_case = models.ForeignKey(
        "practices.CasePage",
        verbose_name=_("own case"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Whom others may ask; whoever recorded it unless they say somebody else.
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("contact"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("recorded on"), auto_now_add=True)
    # When somebody last said how it went; asked for after three months.
    told_at = models.DateTimeField(_("result told on"), null=True)

    class Meta:
        verbose_name = _("reuse of a case")
        verbose_name_plural = _("reuses of cases")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "agency"],
                name="practices_reuse_once_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.since:%Y-%m}"
