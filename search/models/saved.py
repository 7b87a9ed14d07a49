"""What an agent keeps: searches and entries, for nobody else's eyes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """A search with its filters, and what it found when its owner last looked."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=100)
    # The address after "?", as the search page writes it, without a page number.
    query = models.CharField(_("search"), max_length=2000)
    created_at = models.DateTimeField(_("saved on"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last looked at"), null=True)
    # Marks of the newest entries it found then; see search/kept/news.py.
    known = models.JSONField(default=list)
    # Of these, what was new then: marked on the results for a while.
    fresh = models.JSONField(default=list)
    # The fingerprint of the secret in the address of its feed; "" is no feed.
    feed = models.CharField(max_length=64, blank=True)
    feed_at = models.DateTimeField(_("feed since"), null=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "query"], name="search_savedsearch_once"
            ),
            models.UniqueConstraint(
                fields=["feed"],
                condition=~models.Q(feed=""),
                name="search_savedsearch_feed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KeptList(models.Model):
    """A private list of entries."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=100)
    created_at = models.DateTimeField(_("made on"), auto_now_add=True)

    class Meta:
        verbose_name = _("private list")
        verbose_name_plural = _("private lists")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], name="search_keptlist_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Kept(models.Model):
    """An entry on a private list, with a note."""

    kept_list = models.ForeignKey(
        KeptList, on_delete=models.CASCADE, related_name="kept"
    )
    # The key of a catalogue entry: "page:12".
    key = models.CharField(_("entry"), max_length=80)
    note = models.CharField(_("note"), max_length=500, blank=True)
    added_at = models.DateTimeField(_("added on"), auto_now_add=True)

    class Meta:
        verbose_name = _("kept entry")
        verbose_name_plural = _("kept entries")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kept_list", "key"], name="search_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return self.key
