"""What this part does when something else changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.contrib.redirects.models import Redirect

from accounts.models import User
from accounts.signals import answered
from catalogue.models import Entry
from catalogue.signals import entry_written
from communities import signals
from communities.models import CommunityPage, Decision, Nomination, Visibility
from communities.portal import expertise
from practices.models import PracticePage


def connect() -> None:
    """Connect the receivers; each once."""
    uid = "communities.portal"
    post_save.connect(page_saved, dispatch_uid=uid)
    signals.decided.connect(settings_changed, dispatch_uid=uid)
    answered.connect(expertise.answers_of, sender=User, dispatch_uid=uid)
    entry_written.connect(expertise.talk_written, sender=Entry, dispatch_uid=uid)


def page_saved(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """When what was taken over is published, those whose words it holds are told.

    Nothing is told twice, so a later publication tells nobody.
    """
    if raw or not isinstance(instance, PracticePage) or not instance.live:
        return
    if kwargs.get("update_fields") is not None:
        return
    taken = Nomination.objects.filter(
        result=instance.pk, state=Nomination.State.TAKEN
    ).exclude(way=Nomination.Way.MOVE)
    for nomination in taken:
        signals.nomination_decided.send(sender=Nomination, nomination=nomination)


def settings_changed(decision: Decision, **_kwargs: object) -> None:
    """No address leads out of a community that nobody may know of any more."""
    community = decision.community
    if decision.verb != Decision.Verb.SETTINGS or community is None:
        return
    rows = CommunityPage.objects.filter(pk=community.pk)
    found = rows.values_list("visibility", "slug").first()
    if found and found[0] == Visibility.CONFIDENTIAL:
        below = f"/communities/{found[1]}/"
        Redirect.objects.filter(old_path__startswith=below).delete()
