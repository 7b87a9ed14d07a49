"""What somebody typed and has not sent: kept under the form's name, theirs alone.

Each form carries a token that says to whom the hub gave it. So what is sent after the
session ended, or while somebody else is signed in, is kept for its writer and for
nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from communities.models import Draft
from communities.models.talk import LONGEST_OPENING

SALT = "communities.talk.form"
# A form that was open longer is none any more.
MAX_AGE_SECONDS = 30 * 24 * 3600
MOST_DRAFTS = 60
LONGEST_TITLE = 120
FIELD = "form"
# What is chosen beside the text: lost, a question would go out under a name.
REST = ("kind", "tags", "language", "for_agency", "unnamed")
LONGEST_REST = 400
READ = ("text", "rest", "at")


def token(user: Any, key: str, back: str) -> str:
    """What a form carries: for whom it is, its name, and where it stands."""
    return signing.dumps([user.pk, key, back], salt=SALT)


def keep_typed(user_id: int, key: str, typed: Mapping[str, Any]) -> None:
    """Keep what is typed in a form so far, and what is chosen in it."""
    rest = {name: _clean(typed[name])[:LONGEST_REST] for name in REST if name in typed}
    keep(user_id, key, typed.get("text", ""), typed.get("title", ""), rest)


def keep(
    user_id: int,
    key: str,
    text: str,
    title: str = "",
    rest: dict[str, str] | None = None,
) -> None:
    """Keep what is typed so far; nothing typed keeps nothing."""
    # Over the limit is an error of the form, not a reason to lose the end of a text.
    text = _clean(text)[: 2 * LONGEST_OPENING]
    title = " ".join(_clean(title).split())[:LONGEST_TITLE]
    if not text.strip() and not title:
        discard(user_id, key)
        return
    Draft.objects.update_or_create(
        by_id=user_id,
        key=key,
        defaults={"text": text, "title": title, "rest": rest or {}},
    )
    newest = Draft.objects.filter(by_id=user_id).order_by("-at")
    if extra := list(newest.values_list("pk", flat=True)[MOST_DRAFTS:]):
        Draft.objects.filter(pk__in=extra).delete()


def discard(user_id: int, key: str) -> None:
    """Forget what was typed in this form: it was sent, or is not wanted."""
    Draft.objects.filter(by_id=user_id, key=key).delete()


def of(user: Any, key: str) -> Draft | None:
    """What this person typed in this form and has not sent."""
    return Draft.objects.filter(by=user, key=key).first()


def columns(person: int, key: str) -> dict[str, Subquery]:
    """What `with_row` needs, read with the row of a place instead of by itself."""
    kept = Draft.objects.filter(by=person, key=key)
    return {f"draft_{name}": Subquery(kept.values(name)) for name in READ}


def with_row(row: Any) -> Draft:
    """What came with the row of a place; without a text where nothing is kept."""
    kept: Any = {name: getattr(row, f"draft_{name}", None) for name in READ}
    return Draft(text=kept["text"] or "", rest=kept["rest"] or {}, at=kept["at"])


def read(request: HttpRequest) -> tuple[int, str, str] | None:
    """Whose form was sent, its name, and where it stands; None when it is unknown."""
    try:
        number, key, back = signing.loads(
            request.POST.get(FIELD, ""), salt=SALT, max_age=MAX_AGE_SECONDS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return number, key, back


def rescue(request: HttpRequest) -> str:
    """Keep what somebody sent who is not signed in any more; where to go after that."""
    found = read(request)
    if found is None:
        return ""
    number, key, back = found
    if User.objects.filter(pk=number, is_active=True).exists():
        keep_typed(number, key, request.POST)
    return back


def kept(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Lose nothing when the session has ended, or is somebody else's by now."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = read(request) if request.method == "POST" else None
        if found is None or found[0] == request.user.pk:
            return view(request, *args, **kwargs)
        back = rescue(request)
        if request.user.is_authenticated:
            return render(request, "communities/talk/not_yours.html", status=403)
        return to_sign_in(request, back)

    return guarded


def to_sign_in(request: HttpRequest, back: str) -> HttpResponse:
    """To the door, and back to the form with what was typed."""
    answer = redirect_to_login(back, reverse("account_login"))
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(answer.url)
    return answer


def _clean(typed: Any) -> str:
    return str(typed).replace("\x00", "")
