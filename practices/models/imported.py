"""Which page stands for which record of an import."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class ImportedRecord(models.Model):
    """A record that was imported, so that the next run updates and never duplicates."""

    record_id = models.CharField(_("number at the source"), max_length=255, unique=True)
    # Stays when the page is deleted: what an editor took away does not come back.
    page = models.OneToOneField(
        Page,
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="imported_record",
    )
    digest = models.CharField(max_length=64)
    # The revision that the import made: a later one tells that an editor was there.
    revision = models.ForeignKey(
        Revision, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        ordering = ["record_id"]

    def __str__(self) -> str:
        return self.record_id

    @property
    def is_edited(self) -> bool:
        """Whether an editor changed or unpublished the page since the import."""
        page = self.page
        return page is not None and (
            not page.live or page.latest_revision_id != self.revision_id
        )
