"""What is said: threads in communities and on pages, and their comments."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import Agency
from catalogue.changes import AtomicModel
from communities.models.community import CommunityPage

# What a comment may hold; the opening of a discussion may be longer.
LONGEST_COMMENT = 3_000
LONGEST_OPENING = 10_000


class Readers(models.TextChoices):
    """Who reads the comments on a page, of those who may read the page."""

    AGENTS = "agents", _("Agents who are signed in")
    EVERYONE = "everyone", _("Everyone")


class TalkRule(AtomicModel):
    """What holds for comments on a page, in a section, or (no page) on the hub.

    The page's own rule stands before its section's, and that before the hub's. An
    empty value is taken from the next one.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    page = models.OneToOneField(
        Page, null=True, on_delete=models.CASCADE, related_name="+"
    )
    readers = models.CharField(
        _("who reads comments"), max_length=10, choices=Readers, blank=True
    )
    state = models.CharField(_("comments"), max_length=10, choices=State, blank=True)
    # Comments close so many days after the page appeared; 0 is never.
    days = models.PositiveIntegerField(_("open for days"), null=True, blank=True)

    class Meta:
        verbose_name = _("rule for comments")
        verbose_name_plural = _("rules for comments")

    def __str__(self) -> str:
        # Not every page that has one may be known to who manages the others.
        return gettext("Rule for comments")

    @property
    @admin.display(description=_("Section"))
    def where(self) -> str:
        """The section for which it holds, in words."""
        return str(self.page) if self.page else gettext("The whole hub")


class Thread(AtomicModel):
    """A talk or a question in a community, or the comments on one page."""

    class Kind(models.TextChoices):
        TALK = "talk", _("Talk")
        QUESTION = "question", _("Question")
        PAGE = "page", _("Comments")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # Exactly one of the two.
    community = models.ForeignKey(
        CommunityPage, null=True, on_delete=models.CASCADE, related_name="threads"
    )
    page = models.OneToOneField(
        Page, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # Of pages: for whom its comments were written, of those who read the page, and
    # for the members of which community; nobody else ever reads them.
    readers = models.CharField(max_length=10, choices=Readers, default=Readers.AGENTS)
    circle = models.ForeignKey(
        CommunityPage,
        null=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    tags = models.ManyToManyField(
        "vocabulary.Tag", verbose_name=_("tags"), blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("begun on"), auto_now_add=True)
    last_at = models.DateTimeField(_("last reply"), auto_now_add=True)
    # Visible comments without the opening.
    replies = models.PositiveIntegerField(_("replies"), default=0)
    # The first comment of a discussion; hidden or removed with it.
    pinned_at = models.DateTimeField(_("pinned on"), null=True)
    locked_at = models.DateTimeField(_("locked on"), null=True)
    locked_reason = models.CharField(_("why it is locked"), max_length=200, blank=True)
    closes_on = models.DateField(_("open until"), null=True, blank=True)
    # Whoever began it asked for a pause.
    paused_until = models.DateTimeField(_("paused until"), null=True)
    accepted = models.OneToOneField(
        "communities.Comment",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(_("answered on"), null=True)
    # The same question, asked elsewhere in the same community.
    twin_of = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="twins"
    )

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(community=None) ^ models.Q(page=None),
                name="communities_thread_one_place",
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "-last_at"], name="communities_thread_newest"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.page_id}"


class Comment(AtomicModel):
    """Something that somebody wrote in a thread: its opening, a comment or a reply."""

    class State(models.TextChoices):
        VISIBLE = "visible", _("Visible")
        WAITING = "waiting", _("Waiting for a moderator")
        HIDDEN = "hidden", _("Hidden")
        REMOVED = "removed", _("Removed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="comments"
    )
    # Two levels: a reply has a parent, and no reply is one.
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="children"
    )
    is_opening = models.BooleanField(default=False)
    # Empty once the account is closed: the text stays, the name does not.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Whom the author works for; stays when the author leaves.
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    for_agency = models.BooleanField(_("for the agency"), default=False)
    unnamed = models.BooleanField(_("without a name"), default=False)
    # Markdown as typed, and what the hub made of it: sanitised HTML.
    text = models.TextField(_("text"), max_length=LONGEST_OPENING)
    html = models.TextField(editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.VISIBLE
    )
    # Shown in the place of what is hidden or removed.
    state_reason = models.CharField(_("reason"), max_length=200, blank=True)
    state_at = models.DateTimeField(null=True)
    useful = models.PositiveIntegerField(_("useful"), default=0)
    # "Same question here", on the opening of a question.
    same = models.PositiveIntegerField(_("same question"), default=0)
    created_at = models.DateTimeField(_("written on"), auto_now_add=True)
    edited_at = models.DateTimeField(_("changed on"), null=True)
    # Two presses of one button make one comment.
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(
                fields=["thread"],
                condition=models.Q(is_opening=True),
                name="communities_comment_one_opening",
            ),
        ]
        indexes = [
            models.Index(fields=["thread", "id"], name="communities_comment_order"),
            models.Index(
                fields=["state", "created_at"],
                condition=~models.Q(state="visible"),
                name="communities_comment_states",
            ),
        ]
        permissions = [
            ("speak_for_agency", _("Can write in the name of the own agency")),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class CommentVersion(models.Model):
    """What a comment said before it was changed."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="versions"
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("until"), auto_now_add=True)

    class Meta:
        verbose_name = _("earlier version of a comment")
        verbose_name_plural = _("earlier versions of comments")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.comment_id}"


class Attachment(models.Model):
    """A picture or a file in a comment; served by the hub, never by its address."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.FileField(_("file"), upload_to="talk")
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveIntegerField(_("size"))
    # For pictures: what somebody reads who does not see it, and how large it is.
    is_picture = models.BooleanField(default=False)
    alt = models.CharField(_("description"), max_length=200, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("file of a comment")
        verbose_name_plural = _("files of comments")

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """That a comment names somebody who may read it."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="mentions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "user"], name="communities_mention_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}, {self.user_id}"


class Reaction(models.Model):
    """That somebody finds a comment useful, or has the same question."""

    class Kind(models.TextChoices):
        USEFUL = "useful", _("Useful")
        SAME = "same", _("Same question here")

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="reactions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "by", "kind"], name="communities_reaction_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}, {self.kind}"


class Draft(models.Model):
    """What somebody typed and has not sent; one for each form, theirs alone."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # Which form: "community:4", "thread:12", "reply:88", "page:7", "edit:88".
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    # What else was chosen in a question: tags, language, without a name.
    rest = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft of a comment")
        verbose_name_plural = _("drafts of comments")
        constraints = [
            models.UniqueConstraint(
                fields=["by", "key"], name="communities_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return self.key
