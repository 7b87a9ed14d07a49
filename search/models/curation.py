"""What knowledge managers say about queries: synonyms, pins, empty phrases."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel


class SynonymSet(models.Model):
    """Words and phrases that mean the same, or of which one also finds the others."""

    class Direction(models.TextChoices):
        EQUIVALENT = "equivalent", _("Each finds all")
        ONE_WAY = "one-way", _("These words also find others")

    direction = models.CharField(
        _("direction"), max_length=12, choices=Direction, default=Direction.EQUIVALENT
    )
    # One word or phrase a line.
    words = models.TextField(_("words"))
    # One-way only: what the words also find.
    also = models.TextField(_("also find"), blank=True)
    # "" is: in whatever language somebody asks.
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=settings.LANGUAGES
    )
    active = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("note"), max_length=255, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("synonym set")
        verbose_name_plural = _("synonyms")
        ordering = ["words", "id"]

    def __str__(self) -> str:
        sign = " = " if self.direction == self.Direction.EQUIVALENT else ", "
        said = sign.join(self.words.split("\n"))
        found = ", ".join(self.also.split("\n"))
        return f"{said} → {found}" if found else said


class PinnedQuery(ClusterableModel):
    """Queries whose results somebody has arranged."""

    # One query a line.
    queries = models.TextField(_("queries"))
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=settings.LANGUAGES
    )
    until = models.DateField(_("until"), null=True, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("note"), max_length=255, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("pinned result")
        verbose_name_plural = _("pinned results")
        ordering = ["queries", "id"]

    def __str__(self) -> str:
        return ", ".join(self.queries.split("\n"))


class Pinned(models.Model):
    """An entry that stands first for some queries, or not at all."""

    class Effect(models.TextChoices):
        FIRST = "first", _("Stands first")
        LEFT_OUT = "left-out", _("Is left out")

    rule = ParentalKey(PinnedQuery, on_delete=models.CASCADE, related_name="entries")
    # The key of a catalogue entry: "page:12".
    key = models.CharField(_("entry"), max_length=80)
    effect = models.CharField(
        _("effect"), max_length=10, choices=Effect, default=Effect.FIRST
    )
    sort_order = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("pinned entry")
        verbose_name_plural = _("pinned entries")
        ordering = ["sort_order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "key"], name="search_pinned_once_per_rule"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class StopPhrase(models.Model):
    """Words of a query that say nothing about what is looked for."""

    phrase = models.CharField(_("phrase"), max_length=100)
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=settings.LANGUAGES
    )
    active = models.BooleanField(_("in use"), default=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("phrase without meaning")
        verbose_name_plural = _("phrases without meaning")
        ordering = ["phrase", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["phrase", "language"], name="search_stopphrase_once"
            ),
        ]

    def __str__(self) -> str:
        return self.phrase


class Curated(models.Model):
    """A change of the curation as it was before and after; what can be undone."""

    # The name of the model: "synonymset", "pinnedquery", "stopphrase".
    kind = models.CharField(_("what"), max_length=20)
    number = models.BigIntegerField(_("number"))
    label = models.CharField(_("name"), max_length=255, blank=True)
    # Null is: it did not exist.
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("changed on"), auto_now_add=True)
    undoes = models.OneToOneField(
        "self",
        verbose_name=_("undoes"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="undone_by",
    )

    class Meta:
        verbose_name = _("change of the curation")
        verbose_name_plural = _("changes of the curation")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "number"], name="search_curated_of"),
        ]

    def __str__(self) -> str:
        return self.label
