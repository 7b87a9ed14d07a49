"""The text of documents, and which pages use them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.models import Page

# Rows of the catalogue that stand for one document share a key made from this.
FOLDED = uuid.UUID("5f0a3a54-8f0c-4d55-9c3e-6a6a4f0a8d11")


class DocumentText(models.Model):
    """What was read from a document, or why nothing was."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READ = "read", _("Searchable")
        NO_TEXT = "no_text", _("No text in it")
        ENCRYPTED = "encrypted", _("Locked by a password")
        DAMAGED = "damaged", _("Damaged")
        UNSUPPORTED = "unsupported", _("Type without text")
        TOO_LARGE = "too_large", _("Too large")
        TOO_MANY_PAGES = "too_many_pages", _("Too many pages")
        TOO_MUCH_TEXT = "too_much_text", _("Too much text")
        TOO_SLOW = "too_slow", _("Took too long")
        TOO_MUCH_MEMORY = "too_much_memory", _("Took too much memory")
        BOMB = "bomb", _("Unpacks to too much")
        CRASHED = "crashed", _("Could not be read")
        MISSING = "missing", _("File not found")

    class Unit(models.TextChoices):
        PAGE = "page", _("Page")
        SLIDE = "slide", _("Slide")
        SHEET = "sheet", _("Sheet")

    document = models.OneToOneField(
        Document,
        verbose_name=_("document"),
        on_delete=models.CASCADE,
        related_name="text",
    )
    state = models.CharField(
        _("text"), max_length=20, choices=State, default=State.WAITING
    )
    # The name under which the stored file was read; another one is another file.
    file_name = models.CharField(max_length=255, blank=True)
    file_hash = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=10, choices=Unit, blank=True)
    page_count = models.PositiveIntegerField(default=0)
    length = models.PositiveIntegerField(default=0)
    # What the text seems to be written in; "" where it does not tell.
    language = models.CharField(max_length=10, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(_("read on"), null=True)

    # Wagtail counts who refers to a document; this does not use it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(state__in=["waiting", "reading"]),
                name="practices_document_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.state not in (self.State.WAITING, self.State.READING)

    @property
    def explanation(self) -> str:
        """The state in a sentence that says what can be done."""
        return str(EXPLANATIONS[self.State(self.state)])


class DocumentPage(models.Model):
    """The text of one page of a document, or of a part of a very long one."""

    text = models.ForeignKey(
        DocumentText, on_delete=models.CASCADE, related_name="pages"
    )
    position = models.PositiveIntegerField()
    # As a viewer counts pages; 0 where the text just flows.
    number = models.PositiveIntegerField(default=0)
    content = models.TextField(blank=True)

    # Wagtail counts who refers to a document; this does not use it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("page of a document")
        verbose_name_plural = _("pages of documents")
        constraints = [
            models.UniqueConstraint(
                fields=["text", "position"], name="practices_documentpage_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_id}, {self.position}"


class DocumentUse(models.Model):
    """A page that shows or links to a document, as it was last taken in.

    It outlives both, until the catalogue has noticed that they are gone.
    """

    document = models.ForeignKey(
        Document, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    page = models.ForeignKey(
        Page, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )

    # Wagtail counts who refers to a document; this does not use it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("use of a document")
        verbose_name_plural = _("uses of documents")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "page"], name="practices_documentuse_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} on {self.page_id}"


State = DocumentText.State
EXPLANATIONS: dict[State, str | Promise] = {
    State.WAITING: _("The text is read in a moment."),
    State.READING: _("The text is being read."),
    State.READ: _("The text can be searched."),
    State.NO_TEXT: _(
        "There is no text in this file: it is probably scanned. Run text recognition"
        " over it and upload it again. Until then only its title is found."
    ),
    State.ENCRYPTED: _(
        "The file is locked by a password. Upload one without, or only its title is"
        " found."
    ),
    State.DAMAGED: _(
        "The file is damaged or is not what its name says. Save it again and upload it."
    ),
    State.UNSUPPORTED: _(
        "Files of this type are kept as they are; only the title is found."
    ),
    State.TOO_LARGE: _("Files of more than 50 MB are not read; the title is found."),
    State.TOO_MANY_PAGES: _(
        "The file has more than 2,000 pages. Split it to make its text searchable."
    ),
    State.TOO_MUCH_TEXT: _(
        "The file has more text than can be searched. Split it to make it searchable."
    ),
    State.TOO_SLOW: _(
        "Reading the file took more than a minute and was stopped. Save it anew or"
        " split it."
    ),
    State.TOO_MUCH_MEMORY: _(
        "Reading the file took too much memory and was stopped. Save it anew or split"
        " it."
    ),
    State.BOMB: _(
        "Unpacked, this file would be far too large. It was not opened further."
    ),
    State.CRASHED: _("The file could not be read. Save it anew and upload it."),
    State.MISSING: _("The file is no longer where it was stored. Upload it again."),
}


def folded_key(document: int) -> uuid.UUID:
    """What all rows of one document share, so that they are shown as one."""
    return uuid.uuid5(FOLDED, str(document))
