"""Figures that tell nothing of few people, neither by themselves nor by subtraction.

What counts fewer than five is not told. Where a whole is told as well, so much is
hidden beside it that the hidden parts cannot be worked out from the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Share:
    """So many of a whole that is known. number: None where few are in it or out of it.

    at_least: what may be said in place of the number when all or nearly all are in it.
    """

    whole: int
    number: int | None
    at_least: int | None


@dataclass(frozen=True)
class Parts:
    """A whole in its parts, the largest first.

    shown: the parts that are told. rest: what the others are together, None where there
    are none. hides: whether there are others of which nothing at all may be told.
    """

    shown: tuple[tuple[str, int], ...]
    rest: int | None = None
    hides: bool = False


def told(number: int) -> int | None:
    """The number, unless it speaks of few people."""
    return number if number >= FEWEST else None


def share(part: int, whole: int) -> Share:
    """How many of a known whole: neither few of them, nor all but few."""
    if part < FEWEST:
        return Share(whole, None, None)
    if whole - part < FEWEST:
        at_least = whole - FEWEST + 1
        return Share(whole, None, at_least if at_least >= FEWEST else None)
    return Share(whole, part, None)


def parts(cells: Mapping[str, int]) -> Parts:
    """A whole in parts of which none is of few people, nor can be worked out.

    The small ones are told together; as long as that would give one of them away, the
    smallest of the others joins them.
    """
    ordered = sorted(
        ((name, number) for name, number in cells.items() if number > 0),
        key=lambda cell: (-cell[1], cell[0]),
    )
    shown = [cell for cell in ordered if cell[1] >= FEWEST]
    small = [number for _name, number in ordered if number < FEWEST]
    joined: list[int] = []
    while small and shown and _gives_away(small, joined, shown[-1][1]):
        joined.append(shown.pop()[1])
    if not small:
        return Parts(tuple(shown))
    if _gives_away(small, joined, shown[-1][1] if shown else None):
        return Parts(tuple(shown), hides=True)
    return Parts(tuple(shown), sum(small) + sum(joined))


def _gives_away(small: list[int], joined: list[int], least: int | None) -> bool:
    """Whether the sum of these says what one of the small ones is.

    One alone is its sum; few are too few. None of those that joined is larger than the
    least of those that are shown: a sum near the largest possible one says all, and
    where both are equal the sum says how much the small ones are.
    """
    total = sum(small) + sum(joined)
    if len(small) + len(joined) < 2 or total < FEWEST:
        return True
    if joined and least is None:
        return False
    if joined and least == joined[-1]:
        return True
    most = (FEWEST - 1) * len(small) + (least or 0) * len(joined)
    return total > most - 2
