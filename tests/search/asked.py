"""What people asked, as tests need it."""

import datetime
import itertools

from django.utils import timezone

from accounts.models import Agency
from search.asked.masking import question_key
from search.asked.recording import salt_of
from search.models import Asking, Question, QuestionDay

_numbers = itertools.count(1)


def asked_often(text: str, visitors: int = 3, days_ago: int = 1) -> Question:
    """A question that may be shown."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    question = Question.objects.create(
        text=text, key=question_key(text), shown_from=day, last_asked_on=day
    )
    question.last_total = 1
    question.save()
    QuestionDay.objects.create(
        question=question, day=day, searches=visitors, visitors=visitors
    )
    return question


def ask(
    text: str,
    visitor: str = "",
    at: datetime.datetime | None = None,
    agency: Agency | None = None,
    **fields: object,
) -> Asking:
    """A search of a visitor, by default of somebody new, an hour after noon."""
    number = next(_numbers)
    if at is None:
        noon = timezone.localtime().replace(hour=13, minute=0, second=0, microsecond=0)
        at = noon
    day = timezone.localdate(at)
    salt_of(day)
    row = Asking.objects.create(
        day=day,
        text=text,
        key=question_key(text),
        visitor=visitor or f"visitor {number}",
        agency=agency,
        token=f"{number:032x}",
        **fields,
    )
    Asking.objects.filter(pk=row.pk).update(at=at)
    return row
