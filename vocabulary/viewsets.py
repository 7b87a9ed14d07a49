"""The editing pages of themes, tags and professions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic


class ProtectedDeleteView(generic.DeleteView):
    """Deletes, or says in a sentence why it cannot."""

    def get_refusal(self) -> str:
        """Why this object cannot be deleted; empty when it can."""
        return ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send whoever cannot delete it back to the list with the reason."""
        if refusal := self.get_refusal():
            messages.error(request, refusal)
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete; what still refers to the object keeps it."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            message = _(
                "“%(object)s” was not deleted: pages or people still refer to it."
            )
            messages.error(self.request, message % {"object": self.object})
            return redirect(self.get_success_url())
