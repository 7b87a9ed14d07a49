"""What the tests of access found: the second half of the declaration."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIGURES = Path(__file__).resolve().parent / "accessibility.json"
# What each check looks at; the key stands in the file of figures.
CHECKS: dict[str, Promise] = {
    "axe": _("The rules of axe for WCAG 2.2, levels A and AA"),
    "html": _("Pages are valid HTML"),
    "reflow": _("No sideways scrolling at a width of 320 pixels"),
    "zoom": _("Nothing is cut off at a zoom of 200 % with wider spacing of text"),
    "keyboard": _("The keyboard reaches everything and is caught nowhere"),
    "focus": _("The place of the keyboard is visible and never covered"),
    "headings": _("One main heading, no level of headings left out"),
    "landmarks": _("Regions of the page have their marks and names"),
    "status": _("Changes on the page are announced"),
    "errors": _("Errors in forms are listed, linked and described"),
    "motion": _("Nothing moves for those who asked for less motion"),
    "forced colours": _("Focus and state stay visible in forced colours"),
    "no javascript": _("Search, filters and menus work without JavaScript"),
    "paste": _("Passwords can be pasted"),
    "slow network": _(
        "From a search to a readable case in four seconds on a slow line"
    ),
}


@dataclass(frozen=True)
class Check:
    """One kind of test: what it looks at, how often it held and how often not."""

    label: str
    passed: int
    failed: int


@dataclass(frozen=True)
class Declaration:
    """The figures of the last test, ready for the page."""

    date: datetime.date
    tools: list[str]
    pages: int
    combinations: int
    violations: int
    checks: list[Check]


def declaration(path: Path = FIGURES) -> Declaration | None:
    """What was found, or None where nothing was tested yet."""
    figures = _read(path)
    if figures is None:
        return None
    return Declaration(
        date=datetime.date.fromisoformat(figures["date"]),
        tools=[f"{tool['name']} {tool['version']}" for tool in figures["tools"]],
        pages=figures["pages"],
        combinations=figures["combinations"],
        violations=figures["violations"],
        checks=[
            Check(_label(check["name"]), check["passed"], check["failed"])
            for check in figures["checks"]
        ],
    )


def _label(name: str) -> str:
    return str(CHECKS.get(name, name))


@cache
def _read(path: Path) -> dict[str, Any] | None:
    # Part of the release: it changes with the code, not while the hub runs.
    try:
        figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return figures
