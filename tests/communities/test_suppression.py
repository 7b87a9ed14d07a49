"""What is told of few people: nothing, not by subtraction either."""

from collections import defaultdict
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from communities.portal.suppression import FEWEST, Parts, parts, share, told

CELLS = st.dictionaries(
    st.sampled_from([f"agency-{n}" for n in range(9)]), st.integers(0, 60)
)


@given(st.integers(0, 100))
def test_a_number_of_few_people_is_not_told(number: int) -> None:
    assert told(number) == (number if number >= FEWEST else None)


@given(st.integers(0, 60), st.integers(0, 60))
def test_neither_few_nor_all_but_few_of_a_whole_are_told(
    first: int, other: int
) -> None:
    part, whole = first, first + other
    found = share(part, whole)
    if found.number is not None:
        assert found.number == part
        assert part >= FEWEST
        assert whole - part >= FEWEST
    if found.at_least is not None:
        assert FEWEST <= found.at_least <= part


@given(st.integers(5, 60))
def test_all_and_all_but_few_look_alike(whole: int) -> None:
    looks = {share(whole - missing, whole) for missing in range(FEWEST)}
    possible = {share(part, whole) for part in range(FEWEST)}
    assert len(looks - possible) <= 1


@given(CELLS)
def test_no_part_of_few_people_is_shown(cells: dict[str, int]) -> None:
    found = parts(cells)
    assert all(number >= FEWEST for _name, number in found.shown)
    assert all(cells[name] == number for name, number in found.shown)
    assert found.rest is None or found.rest >= FEWEST


@given(CELLS)
def test_what_is_told_adds_up(cells: dict[str, int]) -> None:
    found = parts(cells)
    if found.rest is not None:
        whole = sum(number for _name, number in found.shown) + found.rest
        assert whole == sum(cells.values())


def test_one_small_part_takes_another_with_it() -> None:
    assert parts({"a": 30, "b": 12, "c": 2}) == Parts((("a", 30),), 14)


def test_parts_that_are_large_enough_are_all_shown() -> None:
    assert parts({"a": 6, "b": 5}) == Parts((("a", 6), ("b", 5)))


def test_a_whole_of_few_people_is_not_told() -> None:
    assert parts({f"agency-{n}": 1 for n in range(4)}) == Parts((), hides=True)


def test_nobody_who_knows_the_rules_works_out_a_small_part() -> None:
    """In all small worlds one answer stands for several values of each small part."""
    names = ("a", "b", "c", "d")
    worlds: defaultdict[Parts, list[tuple[int, ...]]] = defaultdict(list)
    for numbers in product(range(10), repeat=len(names)):
        found = parts(dict(zip(names, numbers, strict=True)))
        worlds[found].append(numbers)
    for found, possible in worlds.items():
        shown = {name for name, _number in found.shown}
        for place, name in enumerate(names):
            few = all(0 < world[place] < FEWEST for world in possible)
            if name not in shown and few:
                assert len({world[place] for world in possible}) > 1, found
