"""The questions a reader asks of a case, and how many of them it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.texts import says_something


@dataclass(frozen=True)
class Question:
    """A reader's question; `field` is where the editor answers it."""

    text: str | Promise
    field: str
    is_answered: Callable[[Any], bool]

    @property
    def anchor(self) -> str:
        """The address of the field in the form, opened by static/practices/admin.js."""
        return f"#answer-{self.field}"


@dataclass(frozen=True)
class Completeness:
    """How many of the questions a case answers, and which it does not."""

    answered: int
    total: int
    missing: tuple[Question, ...]

    @property
    def percent(self) -> int:
        """The share of questions answered."""
        return round(100 * self.answered / self.total)

    @property
    def missing_text(self) -> str:
        """The open questions in one line, for exports."""
        return " ".join(str(question.text) for question in self.missing)

    def __str__(self) -> str:
        return gettext("%(answered)s of %(total)s") % {
            "answered": self.answered,
            "total": self.total,
        }


def _any(*fields: str) -> Callable[[Any], bool]:
    return lambda page: any(says_something(getattr(page, field)) for field in fields)


def _rows(name: str) -> Callable[[Any], bool]:
    return lambda page: bool(getattr(page, name).all())


QUESTIONS: tuple[Question, ...] = (
    Question(_("Which problem does it solve?"), "problem", _any("problem")),
    Question(_("How does it work?"), "solution", _any("solution")),
    Question(_("How far along is it?"), "status", _any("status")),
    Question(
        _("When did it start, and does it still run?"),
        "start_date",
        lambda page: bool(page.start_date and (page.end_date or page.ongoing)),
    ),
    Question(_("Whom does it help?"), "beneficiaries", _any("beneficiaries")),
    Question(_("What subject is it about?"), "themes", _rows("themes")),
    Question(
        _("What did it cost in money, people or time?"),
        "cost_once",
        _any("cost_once", "cost_yearly", "staff", "months"),
    ),
    Question(
        _("What did it change, in figures or words?"),
        "indicators",
        lambda page: says_something(page.results) or bool(page.indicators.all()),
    ),
    Question(_("What went wrong on the way?"), "challenges", _any("challenges")),
    Question(_("What would you do differently?"), "lessons", _any("lessons")),
    Question(
        _("What do we need to do the same?"),
        "conditions",
        lambda page: (
            says_something(page.conditions)
            or says_something(page.replicability)
            or bool(page.assets.all())
        ),
    ),
    Question(
        _("Whom can we ask?"),
        "contacts",
        lambda page: bool(page.contacts.all()),
    ),
)


def completeness(page: Any) -> Completeness:
    """Count the answered questions of a case, saved or still in a form."""
    missing = tuple(
        question for question in QUESTIONS if not question.is_answered(page)
    )
    total = len(QUESTIONS)
    return Completeness(total - len(missing), total, missing)
