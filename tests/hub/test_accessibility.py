"""The declaration says what was tested, and what was not."""

import json
from pathlib import Path

import pytest
from django.test import Client

from hub import accessibility
from hub.services import make_first_pages

FIGURES = {
    "date": "2026-11-22",
    "tools": [{"name": "axe-core", "version": "4.12"}],
    "pages": 45,
    "combinations": 360,
    "violations": 0,
    "checks": [
        {"name": "axe", "passed": 360, "failed": 0},
        {"name": "something new", "passed": 1, "failed": 2},
    ],
}


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "accessibility.json"
    file.write_text(json.dumps(FIGURES))
    declaration = accessibility.declaration
    for module in ("hub.views", "hub.models"):
        monkeypatch.setattr(f"{module}.declaration", lambda: declaration(file))
    return file


def test_without_figures_the_page_says_so(
    client: Client, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.views.declaration", lambda: None)
    assert accessibility.declaration(tmp_path / "absent.json") is None
    page = client.get("/accessibility/").content.decode()
    assert "holds no results of tests" in page
    assert "What is not tested" in page


def test_figures_stand_on_the_page_also_without_a_text_of_editors(
    client: Client, db: None, figures: Path
) -> None:
    page = client.get("/accessibility/").content.decode()
    assert "On 22 November 2026" in page
    assert "45 pages, 360 times" in page
    assert "axe-core 4.12" in page
    assert "The rules of axe" in page
    assert "something new" in page
    assert "No fault against WCAG 2.2 AA" in page
    assert page.count("<h1>") == 1


def test_figures_stand_below_the_text_of_editors(
    client: Client, db: None, figures: Path
) -> None:
    make_first_pages()
    page = client.get("/accessibility/", follow=True).content.decode()
    assert page.index("Something does not work for you?") < page.index("45 pages")
    assert page.count("<h1>") == 1


def test_faults_are_not_hidden(client: Client, db: None, figures: Path) -> None:
    figures.write_text(json.dumps({**FIGURES, "violations": 3}))
    accessibility._read.cache_clear()
    page = client.get("/accessibility/").content.decode()
    assert "3 faults against WCAG 2.2 AA were found" in page


def test_figures_of_this_release_can_be_read() -> None:
    found = accessibility.declaration()
    assert found is None or (found.pages > 0 and found.checks)
