"""Saying who reads the comments on a page, and how long they are open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from communities import permissions
from communities.models import Decision, TalkRule
from communities.moderating.services import record
from communities.talk import rules, verbs
from communities.talk.place import Place
from communities.talk.rule_forms import RuleForm


def rule(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The rule of one page, for who keeps order there."""
    page = place.thread.page
    if not permissions.may_moderate(place.who) or page is None:
        raise Http404
    above = rules.above(page)
    form = RuleForm(
        request.POST or None,
        instance=TalkRule.objects.filter(page=page.pk).first() or TalkRule(),
        is_walled=above.readers == rules.MEMBERS,
    )
    if request.method == "POST" and form.is_valid():
        _keep(place, form, request.user)
        messages.success(request, _("What you said about comments holds from now on."))
        return redirect(f"{place.url}#comments")
    context = {"form": form, "above": above}
    status = 400 if form.is_bound else 200
    template = "communities/talk/page_rule.html"
    return verbs.on_its_page(request, place, template, context, status)


@transaction.atomic
def _keep(place: Place, form: Any, user: Any) -> None:
    """Keep the rule, or take it away when it says nothing; the trail tells of it."""
    known = form.instance
    if not form.says_nothing:
        known.page_id = place.thread.page_id
        form.save()
    elif known.pk:
        known.delete()
    thread = place.thread if place.thread.pk else None
    record(
        Decision.Verb.SETTINGS,
        by=user,
        community=place.who.community,
        thread=thread,
        note=_("Comments on “%(page)s”") % {"page": place.title},
    )
