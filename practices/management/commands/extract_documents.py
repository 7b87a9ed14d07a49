"""Read the documents whose text is not known yet: extract_documents [--again]."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.models import Page, ReferenceIndex

from catalogue import drain
from catalogue.changes import object_changed
from practices import documents
from practices.models import DocumentText


class Command(BaseCommand):
    """Read documents and enter them in the catalogue."""

    help = (
        "Read the text of all documents that wait, and enter them in the catalogue with"
        " the pages that use them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to read all of them anew."""
        parser.add_argument(
            "--again", action="store_true", help="read all documents once more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, take in, and print what became of the documents."""
        with drain.paused():
            for document in Document.objects.order_by("pk").iterator():
                documents.noticed(document, again=options["again"])
            self._notice_pages()
            documents.read_waiting()
        drain.run_all()
        for state in DocumentText.State:
            count = DocumentText.objects.filter(state=state).count()
            if count:
                self.stdout.write(
                    _("%(state)s: %(count)s") % {"state": state.label, "count": count}
                )

    def _notice_pages(self) -> None:
        """Pages that were taken in before the hub looked at their documents."""
        rows = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            to_content_type=ContentType.objects.get_for_model(Document),
        )
        numbers = rows.values_list("object_id", flat=True).distinct()
        object_changed(*(f"page:{number}" for number in numbers))
