"""What a knowledge manager does about a question; each step is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from search.asked.reports import recent_searches
from search.curating import services
from search.models import Curated, Question, Step, Wish

UNDOABLE = (Step.Kind.SYNONYM, Step.Kind.PIN, Step.Kind.IGNORE)


def actable() -> QuerySet[Question]:
    """The questions to act on: those that show, and those with a wish."""
    wished = Wish.objects.filter(key=OuterRef("key"))
    return Question.objects.filter(Q(shown_from__isnull=False) | Exists(wished))


@transaction.atomic
def add_synonyms(
    question: Question, words: Iterable[str], language: str, by: User
) -> Step:
    """Let a question find what other words find."""
    made = services.add_synonyms([question.text, *words], language=language, by=by)
    return _note(question, Step.Kind.SYNONYM, _change(made), by)


@transaction.atomic
def pin(question: Question, key: str, by: User) -> Step:
    """Put an entry first among the results of a question."""
    last = Curated.objects.order_by("pk").last()
    change = _change(services.pin(question.text, key, by=by))
    if last is not None and change <= last.pk:
        raise ValidationError(_("This result stands first already."))
    return _note(question, Step.Kind.PIN, change, by)


@transaction.atomic
def ignore(question: Question, by: User) -> Step:
    """Take a question off the reports until it is asked twice as often."""
    Question.objects.filter(pk=question.pk).update(
        ignored_at=timezone.now(), ignored_by=by
    )
    return _note(question, Step.Kind.IGNORE, recent_searches(question), by)


@transaction.atomic
def take_back(question: Question) -> None:
    """Put an ignored question on the reports again."""
    Question.objects.filter(pk=question.pk).update(ignored_at=None, ignored_by=None)
    Step.objects.filter(question=question, kind=Step.Kind.IGNORE).delete()


@transaction.atomic
def undo(step: Step, by: User) -> None:
    """Take back what a step did, and the step; refuse where a later change needs it."""
    if step.kind == Step.Kind.IGNORE:
        take_back(step.question)
        return
    if step.number and not Curated.objects.filter(undoes=step.number).exists():
        services.undo(step.number, by)
    step.delete()


def last_steps(questions: Sequence[int]) -> dict[int, Step]:
    """The newest step about each of these questions but ignoring: one query."""
    steps = Step.objects.filter(question__in=questions).exclude(kind=Step.Kind.IGNORE)
    return {step.question_id: step for step in steps.order_by("pk")}


def open_wishes() -> QuerySet[Wish]:
    """The pages that somebody asked for and that nobody has answered."""
    return Wish.objects.filter(answered_at=None, declined_at=None)


def wished(keys: Iterable[str]) -> dict[str, int]:
    """How many people asked for a page and have no answer, by key: one query."""
    found: dict[str, int] = {}
    for key in open_wishes().filter(key__in=list(keys)).values_list("key", flat=True):
        found[key] = found.get(key, 0) + 1
    return found


def _change(kept: Model) -> int:
    """The number of the newest change of what is kept."""
    rows = Curated.objects.filter(kind=kept._meta.model_name, number=kept.pk)
    return rows.latest("pk").pk


def _note(question: Question, kind: Step.Kind, number: int | None, by: User) -> Step:
    return Step.objects.create(question=question, kind=kind, number=number, by=by)
