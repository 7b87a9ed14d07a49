"""What the database engine keeps of an entry."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry


class EntryText(models.Model):
    """The words of an entry as they are compared, between blanks.

    title, summary, body, names: stems that carry their language. heading, lead: the
    words of title and summary as written, folded. FTS5 (SQLite) and a tsvector
    (PostgreSQL) stand beside this table; see search/engines/database/schema.py.
    """

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.CASCADE, related_name="text"
    )
    # The short ones first: behind the long ones they are slow to read in SQLite.
    # How many stems there are, for the ranking.
    length = models.PositiveIntegerField(default=0)
    # The same for entries with the same title and text, which are shown once.
    twin = models.CharField(max_length=32, blank=True)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    names = models.TextField(blank=True)
    heading = models.TextField(blank=True)
    lead = models.TextField(blank=True)

    class Meta:
        verbose_name = _("text of an entry")
        verbose_name_plural = _("texts of entries")

    def __str__(self) -> str:
        return self.heading
