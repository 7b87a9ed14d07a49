"""Questions with their days, as the tests of the reports need them."""

import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Agency, User
from accounts.services import create_user, knowledge_managers
from search.asked.masking import question_key
from search.models import Question, QuestionByAgency, QuestionDay, Wish

BACKEND = "django.contrib.auth.backends.ModelBackend"
URL = "/admin/search/asked/"


def day(ago: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=ago)


def question(
    text: str, *days: tuple[int, dict[str, int]], language: str = "", shown: int = 400
) -> Question:
    """A question that may be shown; days: how long ago, and figures."""
    made = Question.objects.create(
        text=text, key=question_key(text), language=language, shown_from=day(shown)
    )
    for ago, figures in days:
        on(made, ago, **figures)
    return made


def on(asked: Question, ago: int, **figures: int) -> None:
    """What happened with a question on a day."""
    searches = figures.pop("searches", 4)
    values = {"searches": searches, "visitors": searches, **figures}
    QuestionDay.objects.create(question=asked, day=day(ago), **values)


def cell(asked: Question, agency: Agency, visitors: int) -> None:
    """Visitors of an agency this month."""
    month = timezone.localdate().replace(day=1)
    QuestionByAgency.objects.create(
        question=asked, agency=agency, month=month, visitors=visitors, most=visitors
    )


def missed(user: User, query: str, line: str = "Say more on this.") -> Wish:
    return Wish.objects.create(
        user=user, query=query, key=question_key(query), wish=line
    )


def manager(agency: Agency | None = None) -> User:
    user = create_user("hanneke@wilgendam.example", agency=agency)
    user.groups.add(knowledge_managers())
    return user


def signed_in(user: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user, backend=BACKEND)
    return client
