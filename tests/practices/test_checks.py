"""System checks of this package."""

import pytest

from practices.checks import walls_are_groups
from practices.models import GuidePage


def test_all_pages_are_walled_by_groups_only() -> None:
    assert walls_are_groups() == []


@pytest.mark.parametrize("options", [["groups", "login"], ["password"]])
def test_page_with_another_wall_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setattr(GuidePage, "private_page_options", options)
    assert [(error.id, error.obj) for error in walls_are_groups()] == [
        ("practices.E001", GuidePage)
    ]


def test_page_without_a_wall_of_its_own_is_fine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(GuidePage, "private_page_options", [])
    assert walls_are_groups() == []
