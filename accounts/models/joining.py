"""How people get in: links mailed to one address, and requests that wait."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.agency import Agency
from accounts.models.user import User
from catalogue.changes import AtomicModel


class Invitation(AtomicModel):
    """A link for one address, to be used once; only its fingerprint is kept."""

    class Kind(models.TextChoices):
        DOMAIN = "domain", _("Address of an agency")
        REQUEST = "request", _("Address of an unknown domain")
        KNOWN = "known", _("Address that has an account")
        INVITED = "invited", _("Invited")
        ACCEPTED = "accepted", _("Request accepted")

    email = models.EmailField(_("e-mail"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    function = models.ForeignKey(
        "vocabulary.Profession",
        verbose_name=_("function"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    is_guest = models.BooleanField(_("guest"), default=False)
    language = models.CharField(_("language of the mail"), max_length=5, default="en")
    # SHA-256 of the secret in the link, empty where no link was sent.
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    invited_by = models.ForeignKey(
        User,
        verbose_name=_("invited by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("sent on"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~models.Q(token_hash=""),
                name="accounts_invitation_one_per_token",
            ),
        ]
        indexes = [models.Index(fields=["email"], name="accounts_invitation_email")]

    def __str__(self) -> str:
        return self.email


class JoinRequest(AtomicModel):
    """Someone with a confirmed address of an unknown domain who asks to join."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    email = models.EmailField(_("e-mail"))
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    agency_name = models.CharField(
        _("name of the organisation"), max_length=200, blank=True
    )
    function = models.ForeignKey(
        "vocabulary.Profession",
        verbose_name=_("function"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    message = models.TextField(_("why you want to join"), max_length=1000, blank=True)
    language = models.CharField(max_length=5, default="en", editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked on"), auto_now_add=True)

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(state="waiting"),
                name="accounts_joinrequest_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email
