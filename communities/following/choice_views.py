"""What I am told, and how: a card beside the notices, and a page of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import people_only
from communities.following import choosing
from communities.models import MailChoice
from communities.models.following import Rhythm

CARD = "communities/following/includes/choices.html"
DIGESTS = (Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.NEVER)


class ChoiceForm(forms.Form):
    """Kinds here and by mail, the digest, the language of mails."""

    here = forms.MultipleChoiceField(required=False)
    mail = forms.MultipleChoiceField(required=False)
    digest = forms.ChoiceField(choices=[(each.value, each.value) for each in DIGESTS])
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        names = [(each.name, each.label) for each in choosing.TOPICS]
        fields: dict[str, Any] = self.fields
        fields["here"].choices = fields["mail"].choices = names


@require_http_methods(["GET", "HEAD", "POST"])
@people_only
def choices(request: HttpRequest) -> HttpResponse:
    """What somebody is told; saved at once by htmx, else with the button."""
    user = User.objects.get(pk=request.user.pk or 0)
    form = ChoiceForm(request.POST or None)
    is_saved = request.method == "POST" and form.is_valid()
    if is_saved:
        choice = choosing.keep(user, form.cleaned_data)
    else:
        choice = choosing.choice_of(user)
    is_part = bool(getattr(request, "htmx", False))
    if is_saved and not is_part:
        messages.success(request, _("Saved"))
        return redirect("communities:notice-choices")
    context = {"choices": context_of(user, choice), "form": form, "saved": is_saved}
    status = 422 if request.method == "POST" and not is_saved else 200
    page = CARD if is_part else "communities/following/choices.html"
    return render(request, page, context, status=status)


def context_of(user: Any, choice: MailChoice) -> dict[str, Any]:
    """What the card shows."""
    return {
        "lines": choosing.lines_of(choice),
        "always_here": choosing.ALWAYS_HERE,
        "digest": choice.digest,
        "language": choosing.language_of(user, choice),
        "stopped": choice.stopped_at is not None,
    }
