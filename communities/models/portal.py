"""From a community to the portal: what moderators propose and editors take over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from catalogue.changes import AtomicModel
from communities.models.community import CommunityPage
from communities.models.talk import Comment, Thread


class Nomination(AtomicModel):
    """That something of a community is worth reading on the portal."""

    class State(models.TextChoices):
        OPEN = "open", _("Proposed")
        TAKEN = "taken", _("Taken over")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Way(models.TextChoices):
        COPY = "copy", _("A copy, the original stays")
        MOVE = "move", _("Moved, the old address leads there")

    community = models.ForeignKey(
        CommunityPage, on_delete=models.CASCADE, related_name="nominations"
    )
    # Exactly one: a discussion with what is quoted of it, or a page of the library.
    thread = models.ForeignKey(
        Thread, null=True, on_delete=models.CASCADE, related_name="nominations"
    )
    page = models.ForeignKey(
        Page, null=True, on_delete=models.CASCADE, related_name="+"
    )
    note = models.CharField(_("why it is worth it"), max_length=500, blank=True)
    # Of a private community: whether its owner agreed that the portal names it.
    names_community = models.BooleanField(
        _("the portal names the community"), default=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("proposed on"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN
    )
    way = models.CharField(_("how"), max_length=10, choices=Way, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)
    # What became of it.
    result = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("proposal for the portal")
        verbose_name_plural = _("proposals for the portal")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(thread=None) ^ models.Q(page=None),
                name="communities_nomination_one_thing",
            ),
            models.UniqueConstraint(
                fields=["thread"],
                condition=models.Q(state="open"),
                name="communities_nomination_once_thread",
            ),
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(state="open"),
                name="communities_nomination_once_page",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread or self.page}"


class Consent(AtomicModel):
    """Whether somebody agrees that what they wrote is read by more people."""

    class Answer(models.TextChoices):
        NAMED = "named", _("Yes, with my name")
        UNNAMED = "unnamed", _("Yes, without my name")
        NO = "no", _("No")

    nomination = models.ForeignKey(
        Nomination, on_delete=models.CASCADE, related_name="consents"
    )
    # None: the page of the library itself, which its keeper is asked about.
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="consents"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True)

    class Meta:
        verbose_name = _("consent to be quoted")
        verbose_name_plural = _("consents to be quoted")
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "comment"], name="communities_consent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}, {self.comment_id}"
