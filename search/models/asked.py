"""What people ask the search, without telling who asked.

One row for each search of today, with a visitor's fingerprint under the salt of the
day; counts for the days before, whose salts and fingerprints are destroyed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency


class Salt(models.Model):
    """What the fingerprints of one day are made with; destroyed after the day."""

    day = models.DateField(primary_key=True)
    secret = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("salt of a day")
        verbose_name_plural = _("salts of days")

    def __str__(self) -> str:
        return f"{self.day}"


class Asking(models.Model):
    """One search of today, masked; becomes a count and goes."""

    day = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    # As typed, masked; and as questions are compared.
    text = models.CharField(max_length=400)
    key = models.CharField(max_length=400)
    language = models.CharField(max_length=10, blank=True)
    visitor = models.CharField(max_length=32)
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    total = models.PositiveIntegerField(default=0)
    filtered = models.BooleanField(default=False)
    # The place of the first result that was opened, from 1; 0 is none.
    opened = models.PositiveSmallIntegerField(default=0)
    # Known to the page alone, so that it can say what was opened.
    token = models.CharField(max_length=32, unique=True)

    class Meta:
        verbose_name = _("search of today")
        verbose_name_plural = _("searches of today")
        indexes = [
            models.Index(fields=["day", "visitor", "id"], name="search_asking_visitor"),
        ]

    def __str__(self) -> str:
        return self.text


class Question(models.Model):
    """A query that people type, in whatever filters."""

    key = models.CharField(max_length=400, unique=True)
    # As most recently typed.
    text = models.CharField(_("search"), max_length=400)
    language = models.CharField(_("language"), max_length=10, blank=True)
    # What it found when it was last asked without filters, by anybody.
    last_total = models.PositiveIntegerField(_("finds"), default=0)
    last_asked_on = models.DateField(_("last asked"), null=True)
    # From this day on it has been asked by so many that it may be shown.
    shown_from = models.DateField(null=True)
    ignored_at = models.DateTimeField(_("ignored on"), null=True)
    ignored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("question to the search")
        verbose_name_plural = _("questions to the search")

    def __str__(self) -> str:
        return self.text


class QuestionDay(models.Model):
    """How often a question was asked on a day, and with what success."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="days"
    )
    day = models.DateField()
    searches = models.PositiveIntegerField(default=0)
    visitors = models.PositiveIntegerField(default=0)
    without_result = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    # The places of the opened results added up.
    places = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("day of a question")
        verbose_name_plural = _("days of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "day"], name="search_questionday_once"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="search_questionday_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class QuestionByAgency(models.Model):
    """Visitors of a question by agency and month; small numbers are never shown."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="agencies"
    )
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    # The first day of the month.
    month = models.DateField()
    visitors = models.PositiveIntegerField(default=0)
    # The most on one day: visitors of different days may be one person.
    most = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("question by agency")
        verbose_name_plural = _("questions by agency")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "agency", "month"],
                name="search_questionbyagency_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}"


class Rewording(models.Model):
    """What people asked next, when a question led them nowhere."""

    before = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="reworded"
    )
    after = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    visitors = models.PositiveIntegerField(default=0)
    # The most on one day, as above.
    most = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("rewording")
        verbose_name_plural = _("rewordings")
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after"], name="search_rewording_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Step(models.Model):
    """What a knowledge manager did about a question; its effect is counted from it."""

    class Kind(models.TextChoices):
        SYNONYM = "synonym", _("Synonym")
        PIN = "pin", _("Pinned result")
        PAGE = "page", _("Page commissioned")
        IGNORE = "ignore", _("Ignored")

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="steps"
    )
    kind = models.CharField(_("step"), max_length=10, choices=Kind)
    # The number of the synonym set, of the pinned query, of the page.
    number = models.BigIntegerField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("on"), auto_now_add=True)

    class Meta:
        verbose_name = _("step about a question")
        verbose_name_plural = _("steps about questions")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Wish(models.Model):
    """A page that an agent asked for; the agent is told when it exists."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    query = models.CharField(_("search"), max_length=400)
    key = models.CharField(max_length=400)
    wish = models.CharField(_("what is missing"), max_length=200)
    at = models.DateTimeField(_("asked on"), auto_now_add=True)
    # The key of the entry that answers it.
    answer = models.CharField(_("answer"), max_length=80, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True)
    declined_at = models.DateTimeField(_("declined on"), null=True)
    reason = models.CharField(_("reason"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("page asked for")
        verbose_name_plural = _("pages asked for")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="search_wish_once_per_query"
            ),
        ]

    def __str__(self) -> str:
        return self.wish
