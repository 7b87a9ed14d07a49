"""Several comments at once in the editing pages: hide, leave, release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from catalogue.access import reader_for
from communities.models import Comment
from communities.moderating import scope, services
from communities.moderating.forms import ReasonForm
from communities.moderating.services import Refused, Verb


class CommentAction(BulkAction):
    """What is done to the ticked comments that this person may decide on."""

    models: ClassVar[list[Any]] = [Comment]
    verb = ""
    question: Any = ""
    template_name = "communities/moderating/admin/several.html"
    form_class: type[forms.Form] = forms.Form

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """All that waits for this person."""
        return scope.waiting(self.request.user, reader_for(self.request)).values_list(
            "pk", flat=True
        )

    def get_actionable_objects(self) -> tuple[list[Comment], dict[str, Any]]:
        """Those this person may decide on; of the others nothing is said at all."""
        wanted = self.request.GET.getlist("id")
        if "all" in wanted:
            numbers = list(self.get_all_objects_in_listing_query(None))
        else:
            numbers = [int(each) for each in wanted if each.isdecimal()][:1000]
        rows = scope.comments(self.request.user, reader_for(self.request))
        return list(rows.filter(pk__in=numbers)), {"items_with_no_access": []}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is asked."""
        context: dict[str, Any] = super().get_context_data(
            question=self.question, title=self.display_name, icon="comment", **kwargs
        )
        return context

    def get_execution_context(self) -> dict[str, Any]:
        """Who decides, and how the reason is found."""
        return {"by": self.request.user, "verb": self.verb, "form": self.cleaned_form}

    def prepare_action(self, objects: Any, objects_without_access: Any) -> None:
        """Keep what was refused, to say it."""
        self.refused: list[str] = []

    @classmethod
    def execute_action(
        cls, objects: Sequence[Comment], **kwargs: Any
    ) -> tuple[int, int]:
        """Decide on each; one that is decided already does not stop the others."""
        done = 0
        form = kwargs["form"]
        for comment in objects:
            reason = form.reason_for(comment) if hasattr(form, "reason_for") else ""
            try:
                services.decide(kwargs["verb"], comment, kwargs["by"], reason=reason)
                done += 1
            except Refused:
                continue
        return done, len(objects) - done

    def get_success_message(self, done: int, left: int) -> str:
        """How many, and how many not."""
        if left:
            text = ngettext(
                "%(number)d comment was left: somebody has decided already, or it "
                "cannot be done to it.",
                "%(number)d comments were left: somebody has decided already, or it "
                "cannot be done to them.",
                left,
            )
            messages.warning(self.request, text % {"number": left})
        text = ngettext("%(number)d decision.", "%(number)d decisions.", done)
        return text % {"number": done}


class HideAction(CommentAction):
    """Hide several, for one reason."""

    display_name = gettext_lazy("Hide")
    aria_label = gettext_lazy("Hide the selected comments")
    action_type = "hide"
    action_priority = 30
    verb = Verb.HIDE
    question = gettext_lazy("Hide these comments? Their authors and readers see why.")
    form_class = ReasonForm

    def form_valid(self, form: ReasonForm) -> Any:
        """Without a reason nothing is hidden."""
        if not form.cleaned_data["ready"] and not form.cleaned_data["reason"].strip():
            form.add_error(
                "reason", _("Say why: the reason stands in the place of the comment.")
            )
            return self.form_invalid(form)
        return super().form_valid(form)


class KeepAction(CommentAction):
    """Leave several as they are."""

    display_name = gettext_lazy("Leave")
    aria_label = gettext_lazy("Leave the selected comments as they are")
    action_type = "keep"
    action_priority = 20
    verb = Verb.KEEP
    question = gettext_lazy("Leave these comments as they are? The reports are closed.")


class ApproveAction(CommentAction):
    """Release several."""

    display_name = gettext_lazy("Release")
    aria_label = gettext_lazy("Release the selected comments")
    action_type = "approve"
    action_priority = 10
    verb = Verb.APPROVE
    question = gettext_lazy("Release these comments? From now on the others read them.")


ACTIONS = (HideAction, KeepAction, ApproveAction)
