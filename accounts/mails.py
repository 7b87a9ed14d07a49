"""Mails: one template in two forms, in the language of whoever reads it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from accounts.models import User


def send(template: str, to: str, language: str, context: dict[str, Any]) -> None:
    """Send templates/mail/<template>_subject.txt, .txt and .html to one address.

    context: plain values only, which a task may carry. The mail leaves after the
    transaction, outside the request.
    """
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    deliver.enqueue(template=template, to=to, language=known, context=context)


def language_of(user: User | None, fallback: str = "") -> str:
    """The language in which to write to somebody."""
    chosen = user.interface_language if user else ""
    return chosen or fallback or translation.get_language() or settings.LANGUAGE_CODE


@task()
def deliver(template: str, to: str, language: str, context: dict[str, Any]) -> None:
    """Render and send one mail; the task of `send`."""
    with translation.override(language):
        message = render(template, to, language, context)
    message.send()


def render(
    template: str, to: str, language: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    """The mail as it leaves; the language is active already."""
    shown = {
        **context,
        "language": language,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "base_url": settings.BASE_URL,
    }
    subject = render_to_string(f"mail/{template}_subject.txt", shown)
    text = render_to_string(f"mail/{template}.txt", shown)
    message = EmailMultiAlternatives(" ".join(subject.split()), text, to=[to])
    html = render_to_string(f"mail/{template}.html", shown)
    message.attach_alternative(html, "text/html")
    return message
