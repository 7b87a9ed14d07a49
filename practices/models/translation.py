"""Which page a translation was made from, and which state of it it follows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from catalogue.changes import AtomicModel


class TranslationLink(AtomicModel):
    """A translation and its original; apart from the page, whose drafts go back."""

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, related_name="translation_link"
    )
    original = models.ForeignKey(
        Page,
        verbose_name=_("original"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="translation_links",
    )
    # The original's `last_published_at` that the translation was last compared with.
    seen_at = models.DateTimeField(_("follows the original of"), null=True)

    class Meta:
        verbose_name = _("link to an original")
        verbose_name_plural = _("links to originals")

    def __str__(self) -> str:
        return f"{self.page_id} ← {self.original_id}"
