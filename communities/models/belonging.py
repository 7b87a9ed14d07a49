"""Who belongs to a community, in which role, and under which charter."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.changes import AtomicModel
from communities.models.community import CommunityPage, Visibility


class Role(models.TextChoices):
    """What somebody may do in a community; guests are invited outsiders."""

    OWNER = "owner", pgettext_lazy("role in a community", "Owner")
    MODERATOR = "moderator", _("Moderator")
    MEMBER = "member", _("Member")
    GUEST = "guest", _("Guest")


class Offer(models.TextChoices):
    """How an owner asks somebody to answer for the community."""

    TOO = "too", _("Owner too")
    INSTEAD = "instead", _("Owner in my place")


class Charter(AtomicModel):
    """One version of the usage rules; whoever joins accepts the newest."""

    community = models.ForeignKey(
        CommunityPage, on_delete=models.CASCADE, related_name="charters"
    )
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("charter"), max_length=10_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("charter of a community")
        verbose_name_plural = _("charters of communities")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "number"], name="communities_charter_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id}, {self.number}"


class Membership(AtomicModel):
    """That somebody belongs to a community, asked to, or does not any more."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACTIVE = "active", _("Member")
        SUSPENDED = "suspended", _("Suspended")
        DECLINED = "declined", _("Declined")
        ENDED = "ended", _("Left")

    community = models.ForeignKey(
        CommunityPage, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    state = models.CharField(_("state"), max_length=10, choices=State)
    # What somebody wrote who asked to join, and what a moderator answered.
    message = models.CharField(_("why you want to join"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked on"), auto_now_add=True)
    since = models.DateTimeField(_("member since"), null=True)
    # The last day of a guest.
    until = models.DateField(_("until"), null=True, blank=True)
    charter = models.ForeignKey(
        Charter, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(_("charter accepted on"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)
    # Came in by the domain of the address, and stays as long as the address fits.
    by_domain = models.BooleanField(default=False, editable=False)
    # The role that an owner offers: to be an owner too, or in the place of that one.
    offer = models.CharField(max_length=10, choices=Offer, blank=True, editable=False)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The last day on which the person read here; for the health of the community.
    seen_on = models.DateField(_("last read on"), null=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], name="communities_membership_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "state", "role"], name="communities_member_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id}, {self.user_id}"


class CommunityInvitation(AtomicModel):
    """A link into a community, for one address or for whoever holds it."""

    community = models.ForeignKey(
        CommunityPage, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    # The last day of the guest who comes by it.
    until = models.DateField(_("until"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    uses_left = models.PositiveSmallIntegerField(_("uses left"), default=1)
    # The language of the mail, for whoever has no account yet.
    language = models.CharField(max_length=5, default="en", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("sent on"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to a community")
        verbose_name_plural = _("invitations to communities")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email or f"{self.community_id}"


class Proposal(AtomicModel):
    """A community that an agent would like to have."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    title = models.CharField(_("name"), max_length=100)
    purpose = models.CharField(_("purpose"), max_length=300)
    why = models.TextField(_("why it is needed"), max_length=1000, blank=True)
    visibility = models.CharField(
        _("visibility"),
        max_length=12,
        choices=Visibility,
        default=Visibility.RESTRICTED,
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    at = models.DateTimeField(_("proposed on"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    community = models.OneToOneField(
        CommunityPage, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("proposed community")
        verbose_name_plural = _("proposed communities")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.title
