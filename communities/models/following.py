"""What people follow, what they were told, and how they want to be told."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.changes import AtomicModel
from communities.models.community import CommunityPage
from communities.models.talk import Comment, Thread


class Rhythm(models.TextChoices):
    """When somebody wants a mail about what they follow."""

    NEVER = "never", _("Only here")
    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Every working day")
    WEEKLY = "weekly", _("Every week")


class Follow(AtomicModel):
    """That somebody wants to know what is new about something."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    # What: "tag:privacy", "theme:mobility", "agency:town-hall", "person:4",
    # "community:12", "thread:7", "page:<translation key>", "search:9".
    key = models.CharField(max_length=120)
    rhythm = models.CharField(
        _("by mail"), max_length=10, choices=Rhythm, default=Rhythm.WEEKLY
    )
    # Nothing is told while it is muted; what came meanwhile is not told later.
    is_muted = models.BooleanField(_("muted"), default=False)
    at = models.DateTimeField(auto_now_add=True)
    # Up to where its news were gathered for a mail.
    told_at = models.DateTimeField(auto_now_add=True)
    # Stands in the link that ends its mails; says nothing about anybody.
    secret = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("something followed")
        verbose_name_plural = _("things followed")
        constraints = [
            models.UniqueConstraint(
                fields=["by", "key"], name="communities_follow_once"
            ),
        ]
        indexes = [models.Index(fields=["key"], name="communities_follow_key")]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """Something that somebody is told, once: who did what, where.

    What it says is put together when it is shown, by what its reader may still read.
    """

    class Kind(models.TextChoices):
        MENTION = "mention", _("Somebody mentions me")
        REPLY = "reply", _("Replies to me")
        ANSWER = "answer", _("My question has an answer")
        TALK = "talk", _("New in what I follow")
        PAGE = "page", _("A new page on what I follow")
        MODERATION = "moderation", _("A decision about what I wrote")
        TASK = "task", _("Something to decide as a moderator")
        MEMBER = "member", _("My membership")
        PORTAL = "portal", _("What I wrote goes to the portal")

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    # A second notice with the same key is none: nothing is told twice.
    key = models.CharField(max_length=120)
    community = models.ForeignKey(
        CommunityPage, null=True, on_delete=models.CASCADE, related_name="+"
    )
    thread = models.ForeignKey(
        Thread, null=True, on_delete=models.CASCADE, related_name="+"
    )
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # An entry of the catalogue, where it is about a page.
    entry = models.CharField(max_length=80, blank=True)
    # Which sentence, for kinds that have several, and plain values for it.
    verb = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)
    # Because of which follow, if of one.
    follow = models.ForeignKey(
        Follow, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["to", "key"], name="communities_notice_once"
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-created_at"], name="communities_notice_new"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(mailed_at=None),
                name="communities_notice_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class MailChoice(AtomicModel):
    """How somebody wants to be told: which kinds here, which by mail, and when."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choice"
    )
    # Kinds of notices that are not shown, and those that are not mailed.
    not_here = models.JSONField(default=list)
    not_mailed = models.JSONField(default=list)
    digest = models.CharField(
        _("digest by mail"), max_length=10, choices=Rhythm, default=Rhythm.WEEKLY
    )
    digest_at = models.DateTimeField(null=True)
    # The language of mails; empty is that of the interface.
    language = models.CharField(_("language of mails"), max_length=10, blank=True)
    # Since when nothing at all is mailed.
    stopped_at = models.DateTimeField(null=True)
    # Stands in the link that ends all mails; says nothing about anybody.
    secret = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("choice of mails")
        verbose_name_plural = _("choices of mails")

    def __str__(self) -> str:
        return f"{self.user_id}"
