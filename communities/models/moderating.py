"""Reports, decisions and what can be said against them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.changes import AtomicModel
from communities.models.community import CommunityPage
from communities.models.talk import Comment, Thread


class Report(AtomicModel):
    """That a reader thinks a moderator should look at a comment."""

    class Reason(models.TextChoices):
        PERSON = "person", _("It names a person")
        WRONG = "wrong", _("It is wrong or out of date")
        RULE = "rule", _("It breaks another rule")

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="reports"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.CharField(_("in a few words"), max_length=500, blank=True)
    at = models.DateTimeField(_("reported on"), auto_now_add=True)
    closed_at = models.DateTimeField(_("decided on"), null=True)
    decision = models.ForeignKey(
        "communities.Decision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "by"],
                condition=models.Q(closed_at=None),
                name="communities_report_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"],
                condition=models.Q(closed_at=None),
                name="communities_report_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}, {self.reason}"


class Decision(models.Model):
    """The trail: what a moderator or owner did, and why; never changed."""

    class Verb(models.TextChoices):
        HIDE = "hide", _("Hidden")
        SHOW = "show", _("Shown again")
        REMOVE = "remove", _("Removed")
        KEEP = "keep", _("Left as it is")
        APPROVE = "approve", _("Released")
        LOCK = "lock", _("Locked")
        UNLOCK = "unlock", _("Unlocked")
        MOVE = "move", _("Moved")
        PIN = "pin", _("Pinned")
        UNPIN = "unpin", _("No longer pinned")
        PAUSE = "pause", _("Paused")
        RESUME = "resume", _("Pause ended")
        LOOK = "look", _("Looked at a name")
        MUTE = "mute", _("Muted")
        UNMUTE = "unmute", _("No longer muted")
        SUSPEND = "suspend", _("Suspended")
        REINSTATE = "reinstate", _("Reinstated")
        LET_IN = "let-in", _("Let in")
        DECLINE = "decline", _("Declined")
        INVITE = "invite", _("Invited")
        ROLE = "role", _("Role changed")
        PUT_OUT = "put-out", _("Membership ended")
        CHARTER = "charter", _("Charter changed")
        SETTINGS = "settings", _("Settings changed")
        ARCHIVE = "archive", _("Archived")
        REOPEN = "reopen", _("Opened again")
        UPHELD = "upheld", _("Appeal refused")
        GRANTED = "granted", _("Appeal granted")

    verb = models.CharField(_("what"), max_length=10, choices=Verb)
    # Empty: comments on pages of the hub.
    community = models.ForeignKey(
        CommunityPage, null=True, on_delete=models.CASCADE, related_name="decisions"
    )
    thread = models.ForeignKey(
        Thread, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    # Whom it is about: an author, a member.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("about"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("on"), auto_now_add=True)
    # The reason is public where something was hidden; the note is for moderators.
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("decision of a moderator")
        verbose_name_plural = _("decisions of moderators")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["community", "-id"], name="communities_decision_new"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d}"


class Appeal(AtomicModel):
    """The one time an author may ask another moderator to look again."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("The decision stands")
        GRANTED = "granted", _("The decision was undone")

    decision = models.OneToOneField(
        Decision, on_delete=models.CASCADE, related_name="appeal"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("appealed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.CharField(_("why it should be looked at again"), max_length=500)
    at = models.DateTimeField(_("appealed on"), auto_now_add=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")

    def __str__(self) -> str:
        return f"{self.decision_id}"


class Assignment(AtomicModel):
    """Which moderator looks at something that waits; it binds nobody else."""

    # Exactly one of the three: a comment that waits or was reported, an appeal, a
    # request to join.
    comment = models.OneToOneField(
        Comment, null=True, on_delete=models.CASCADE, related_name="assignment"
    )
    appeal = models.OneToOneField(
        Appeal, null=True, on_delete=models.CASCADE, related_name="assignment"
    )
    membership = models.OneToOneField(
        "communities.Membership",
        null=True,
        on_delete=models.CASCADE,
        related_name="assignment",
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(comment__isnull=False, appeal=None, membership=None)
                    | models.Q(comment=None, appeal__isnull=False, membership=None)
                    | models.Q(comment=None, appeal=None, membership__isnull=False)
                ),
                name="communities_assignment_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_id}"


class Silence(AtomicModel):
    """That somebody may not write for a while, in a community or on pages (none)."""

    community = models.ForeignKey(
        CommunityPage, null=True, on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("mute")
        verbose_name_plural = _("mutes")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], name="communities_silence_once"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(community=None),
                name="communities_silence_once_on_pages",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class CannedReply(models.Model):
    """A reason or a reply that moderators use often, in four languages."""

    # Empty: for the moderators of all communities.
    community = models.ForeignKey(
        CommunityPage,
        verbose_name=_("community"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="canned_replies",
    )
    name = models.CharField(_("name"), max_length=80)
    text_en = models.CharField(_("text in English"), max_length=200, blank=True)
    text_fr = models.CharField(_("text in French"), max_length=200, blank=True)
    text_nl = models.CharField(_("text in Dutch"), max_length=200, blank=True)
    text_de = models.CharField(_("text in German"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ready-made reply")
        verbose_name_plural = _("ready-made replies")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
