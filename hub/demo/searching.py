"""What people of the demo searched for in eight weeks, asked for, and what was done."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from hub.demo import content
from hub.demo.pages import World
from search.asked.masking import question_key
from search.curating.services import add_synonyms
from search.models import (
    Curated,
    Question,
    QuestionByAgency,
    QuestionDay,
    Rewording,
    SynonymSet,
    Wish,
)

# Most people search once a day for the same thing.
SEARCHES_A_VISITOR = 1.25
WORKING_DAYS = 5


def tell_searches(world: World) -> None:
    """Count what was searched, keep what was asked for, and make some synonyms."""
    made = {}
    for record in content.records("questions"):
        made[record["text"]] = _question(record, world)
    for record in content.records("questions"):
        if after := record.get("next"):
            pair = {"before": made[record["text"]], "after": made[after]}
            Rewording.objects.get_or_create(**pair, defaults={"visitors": 4, "most": 2})
    for record in content.records("wishes"):
        _wish(record, world)
    for record in content.records("synonyms"):
        add_synonyms(
            record["words"],
            record.get("also", ()),
            record.get("language", ""),
            by=world.users["knowledge"],
        )


def forget_searches() -> None:
    """Take the searches of the demo away, and the synonyms that nobody has changed."""
    keys = [question_key(each["text"]) for each in content.records("questions")]
    Question.objects.filter(key__in=keys).delete()
    for record in content.records("synonyms"):
        for found in SynonymSet.objects.filter(words="\n".join(record["words"])):
            Curated.objects.filter(kind="synonymset", number=found.pk).delete()
            found.delete()


def _question(record: content.Record, world: World) -> Question:
    today = timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday())
    question, _made = Question.objects.update_or_create(
        key=question_key(record["text"]),
        defaults={
            "text": record["text"],
            "language": record["language"],
            "last_total": record["finds"],
            "last_asked_on": today,
            "shown_from": monday - datetime.timedelta(weeks=6),
        },
    )
    days = []
    for ago, searches in enumerate(reversed(record["weeks"])):
        first = monday - datetime.timedelta(weeks=ago)
        days += _days(record, question, first, searches)
    QuestionDay.objects.filter(question=question).delete()
    QuestionDay.objects.bulk_create(day for day in days if day.day <= today)
    for slug, visitors in record.get("agencies", {}).items():
        QuestionByAgency.objects.update_or_create(
            question=question,
            agency=world.agencies[slug],
            month=today.replace(day=1),
            defaults={"visitors": visitors, "most": 2},
        )
    return question


def _days(
    record: content.Record, question: Question, first: datetime.date, searches: int
) -> list[QuestionDay]:
    """A week's searches, spread over its working days as evenly as they go."""
    share, rest = divmod(searches, WORKING_DAYS)
    found = []
    for number in range(WORKING_DAYS):
        count = share + (number < rest)
        if count:
            found.append(
                QuestionDay(
                    question=question,
                    day=first + datetime.timedelta(days=number),
                    searches=count,
                    visitors=max(1, round(count / SEARCHES_A_VISITOR)),
                    without_result=round(count * record["without"]),
                    opened=round(count * record["opened"]),
                    places=round(count * record["opened"]) * 2,
                )
            )
    return found


def _wish(record: content.Record, world: World) -> None:
    values: dict[str, Any] = {"query": record["query"], "wish": record["wish"]}
    wish, _made = Wish.objects.get_or_create(
        user=world.users[record["by"]],
        key=question_key(record["query"]),
        defaults=values,
    )
    at = content.moment(record["days_ago"])
    Wish.objects.filter(pk=wish.pk).update(at=at)
