"""Views in the admin: the list of documents, and reading one again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.documents.models import Document
from wagtail.documents.views.documents import IndexView
from wagtail.permissions import policy_registry

from practices import documents
from practices.models import DocumentText


class DocumentIndexView(IndexView):
    """Wagtail's list of documents with what became of their texts."""

    def get_base_queryset(self) -> Any:
        """The texts come along in the same query."""
        return super().get_base_queryset().select_related("text")

    @cached_property
    def columns(self) -> list[Column]:
        """One column more, behind the file."""
        found = list(super().columns)
        found.insert(3, Column("text", label=_("Text"), accessor=_state_of))
        return found


@require_POST
def read_again(request: HttpRequest, document_id: int) -> HttpResponse:
    """Have a document read once more."""
    document = get_object_or_404(Document, pk=document_id)
    policy = policy_registry.get_by_type(Document)
    if not policy.user_has_permission_for_instance(request.user, "change", document):
        raise PermissionDenied
    documents.noticed(document, again=True)
    messages.success(request, _("The text is read again in a moment."))
    return redirect("wagtaildocs:edit", document.pk)


def _state_of(document: Document) -> str:
    text = getattr(document, "text", None)
    state = text.state if text else DocumentText.State.WAITING
    return str(DocumentText.State(state).label)
