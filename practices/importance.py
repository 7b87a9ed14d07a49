"""Why the importance of a published page changed: kept with the page's history.

Importance is set when content is produced. Whatever publishes another one later (the
form, a schedule, an approval, many pages at once) passes through the page's own save,
so the log is written there, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, get_active_log_context, log
from wagtail.models import Page

from catalogue.models import Importance
from practices.models import ImportanceChange, PracticePage
from practices.querysets import live_importance

ACTION = "practices.importance"


class ImportanceFormatter(LogFormatter):
    """A line in the history of a page: from, to, and why."""

    label = gettext_lazy("Change importance")

    def format_message(self, log_entry: Any) -> str:
        """From, to and why, in the language of whoever reads."""
        data = log_entry.data
        return _("Importance changed from “%(before)s” to “%(after)s”: %(reason)s") % {
            "before": Importance(data.get("before", 0)).label,
            "after": Importance(data.get("after", 0)).label,
            "reason": data.get("reason") or _("no reason given"),
        }


def lacks_reason(page: PracticePage) -> bool:
    """Whether publishing this state would change the importance without a word."""
    known = live_importance(page)
    return known is not None and known != page.importance and not page.importance_note


def lacks_duty(page: PracticePage) -> bool:
    """Whether the page asks for something without saying by when and why."""
    said = page.deadline and page.importance_reason
    return page.importance == Importance.MUST_DO and not said


def refusal(pages: Iterable[Page]) -> tuple[Page, str] | None:
    """The first of these pages whose draft may not be published as it is, and why."""
    for page in pages:
        if not isinstance(page, Page) or not page.has_unpublished_changes:
            continue
        draft = page.get_latest_revision_as_object()
        if not isinstance(draft, PracticePage):
            continue
        if lacks_reason(draft):
            return draft, _(
                "Open “%(title)s” and say why its importance changes, then publish it."
            )
        if lacks_duty(draft):
            return draft, _(
                "Open “%(title)s” and say by when and why it must be done, then "
                "publish it."
            )
    return None


def about_to_save(
    instance: PracticePage,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: object,
) -> None:
    """Keep in mind what the save is going to change."""
    if raw or (update_fields is not None and "importance" not in update_fields):
        return
    known = live_importance(instance)
    changed = known is not None and known != instance.importance
    instance.importance_before = known if changed else None
    instance.importance_why = instance.importance_note
    # The reason belongs to this change alone.
    instance.importance_note = ""


def saved(instance: PracticePage, raw: bool = False, **_kwargs: object) -> None:
    """Log the change that the save has made."""
    before = getattr(instance, "importance_before", None)
    if raw or before is None:
        return
    instance.importance_before = None
    why = getattr(instance, "importance_why", "")
    # Whoever wrote what is now live; else whoever sent the request.
    author = instance.live_revision.user if instance.live_revision_id else None
    by = author or get_active_log_context().user
    ImportanceChange.objects.create(
        page=instance, before=before, after=instance.importance, reason=why, by=by
    )
    data = {"before": before, "after": instance.importance, "reason": why}
    log(instance, ACTION, user=by, data=data)
