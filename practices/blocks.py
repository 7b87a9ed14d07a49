"""The blocks of cases and guides."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock

from practices.videos import PROVIDERS, frame_of

TEXT_FEATURES = [
    *("h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"),
    *("code", "superscript", "subscript"),
]
SHORT_FEATURES = ["bold", "italic", "link", "ol", "ul", "code"]
CELL_FEATURES = ["bold", "italic", "link", "code"]


class SectionBlock(blocks.StructBlock):
    """The start of a section."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)

    class Meta:
        icon = "title"
        label = _("Section")
        template = "practices/blocks/section_block.html"


class CalloutBlock(blocks.StructBlock):
    """A passage that stands apart."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("info", _("Information")),
            ("tip", _("Tip")),
            ("warning", _("Warning")),
            ("legal", _("Legal basis")),
        ],
        default="info",
        search_index=False,
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "practices/blocks/callout_block.html"


class StepBlock(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(label=_("Title"), max_length=255)
    text = blocks.RichTextBlock(
        label=_("Text"), required=False, features=SHORT_FEATURES
    )


class StepsBlock(blocks.StructBlock):
    """Numbered steps."""

    items = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "practices/blocks/steps_block.html"


class ChecklistBlock(blocks.StructBlock):
    """Things to tick off."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Item")), label=_("Items"))

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        template = "practices/blocks/checklist_block.html"


class TableBlock(blocks.StructBlock):
    """A table with a heading row."""

    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)
    table = TypedTableBlock(
        [
            (
                "text",
                blocks.RichTextBlock(
                    label=_("Text"), required=False, features=CELL_FEATURES
                ),
            )
        ],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "practices/blocks/table_block.html"


class QuoteBlock(blocks.StructBlock):
    """Someone's words and who said them."""

    text = blocks.TextBlock(label=_("Text"))
    source = blocks.CharBlock(label=_("Who said it"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "practices/blocks/quote_block.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text, or marked as decorative."""

    image = ImageChooserBlock(label=_("Picture"), required=False)
    source_url = blocks.URLBlock(
        label=_("Address of the picture, if it is not here"), required=False
    )
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        help_text=_("What someone who cannot see the picture needs to know."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Decorative"),
        required=False,
        help_text=_("The picture says nothing that the text does not say."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "practices/blocks/picture_block.html"

    def clean(self, value: Any) -> Any:
        """A picture is somewhere, and is described or marked as decorative."""
        cleaned = super().clean(value)
        errors: dict[str, ValidationError] = {}
        if not cleaned.get("image") and not cleaned.get("source_url"):
            errors["image"] = ValidationError(
                gettext("Choose a picture or give its address.")
            )
        alt = (cleaned.get("alt") or "").strip()
        if not alt and not cleaned.get("decorative"):
            errors["alt"] = ValidationError(
                gettext("Describe the picture, or mark it as decorative.")
            )
        if alt and cleaned.get("decorative"):
            errors["decorative"] = ValidationError(
                gettext("A decorative picture has no alternative text.")
            )
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class DocumentBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.CharBlock(
        label=_("Description"), required=False, max_length=255
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "practices/blocks/document_block.html"

    def get_searchable_content(self, value: Any) -> list[str]:
        """Words about a file are found with the file, by who may open it."""
        return []


class VideoAddressBlock(EmbedBlock):
    """The address of a video, checked against the list and nobody asked."""

    def clean(self, value: Any) -> Any:
        """Refuse providers that are not on the list."""
        cleaned = blocks.FieldBlock.clean(self, value)
        if cleaned and frame_of(cleaned.url) is None:
            message = gettext("Only videos of these providers can be shown: %(names)s.")
            raise ValidationError(message % {"names": ", ".join(PROVIDERS)})
        return cleaned


class VideoBlock(blocks.StructBlock):
    """A video from an allowed provider."""

    url = VideoAddressBlock(label=_("Address of the video"))
    title = blocks.CharBlock(label=_("Title"), max_length=200)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "practices/blocks/video_block.html"


class CodeBlock(blocks.StructBlock):
    """Source code."""

    language = blocks.CharBlock(
        label=_("Programming language"), required=False, max_length=40
    )
    code = blocks.TextBlock(label=_("Code"))

    class Meta:
        icon = "code"
        label = _("Code")
        template = "practices/blocks/code_block.html"


class TextStreamBlock(blocks.StreamBlock):
    """What cases and guides are written with."""

    paragraph = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", features=TEXT_FEATURES
    )
    callout = CalloutBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    table = TableBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    document = DocumentBlock()
    video = VideoBlock()
    code = CodeBlock()


class GuideStreamBlock(TextStreamBlock):
    """The blocks of a guide: sections, and what stands in them."""

    section = SectionBlock()
