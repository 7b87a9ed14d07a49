"""Words that are one mistake away: a letter too many, too few, wrong, or swapped."""

from __future__ import annotations

from collections.abc import Iterator

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 4
# Of a longer word only the beginning is varied; the rest is compared afterwards.
VARIED = 12


def variants(word: str) -> list[str]:
    """Beginnings of all words that one mistake could have made of this one.

    The first letter is taken as right, unless two letters were swapped.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return [word]
    start = word[:VARIED]
    return list(dict.fromkeys([start, *_variants(start)]))


def _variants(word: str) -> Iterator[str]:
    for at in range(len(word)):
        head, tail = word[:at], word[at:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if not at:
            continue
        yield head + tail[1:]
        for letter in LETTERS:
            yield head + letter + tail[1:]
            yield head + letter + tail


def begins_nearly(typed: str, word: str) -> bool:
    """Whether a word begins with what is typed, give or take one mistake."""
    if word.startswith(typed):
        return True
    if len(typed) < SHORTEST:
        return False
    lengths = (len(typed) - 1, len(typed), len(typed) + 1)
    return any(one_apart(typed, word[:length]) for length in lengths)


def one_apart(one: str, other: str) -> bool:
    """Whether at most one letter is added, left out, changed or swapped."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    rest, other_rest = one[same:], other[same:]
    if len(rest) == len(other_rest):
        swapped = rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:]
        return swapped or rest[1:] == other_rest[1:]
    return rest[1:] == other_rest or rest == other_rest[1:]
