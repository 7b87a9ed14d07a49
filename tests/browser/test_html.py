"""Every page is valid HTML, as the Nu checker sees it."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import client_of
from tests.browser.pages import READERS, STRANGER, Sort, sorts_for
from tests.servers import results
from tests.servers.nu import Checker

pytestmark = pytest.mark.browser


def html(client: Client, sort: Sort) -> str:
    """A page as it is sent; a form's answer where the state is one."""
    url = sort.url()
    answer = client.post(url, sort.form) if sort.form else client.get(url, follow=True)
    return answer.content.decode()


def test_checker_finds_faults(nu_checker: Checker, tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(
        '<!doctype html><html lang="en"><title>A</title><p>B</html>'
    )
    (tmp_path / "bad.html").write_text(
        '<!doctype html><html lang="en"><title>A</title><ul><p id=a>B<p id=a>C</ul>'
    )
    assert set(nu_checker.faults(tmp_path)) == {"bad"}


def test_every_page_is_valid(
    demo: LiveServer, nu_checker: Checker, tmp_path: Path
) -> None:
    pages = {}
    for reader in READERS:
        client = client_of(reader)
        for sort in sorts_for(reader):
            text = html(client, sort)
            if "<!doctype html>" not in text[:100].lower():
                text = f'<!doctype html><html lang="en"><title>A</title>{text}'
            name = f"{len(pages):03}"
            pages[name] = (sort.name, reader)
            (tmp_path / f"{name}.html").write_text(text)
    pages["500"] = ("broken", STRANGER)
    (tmp_path / "500.html").write_text(get_template("500.html").render())
    found = nu_checker.faults(tmp_path)
    for name, (sort_name, _) in pages.items():
        faults = results.judge("html", found.get(name, []))
        results.count(sort_name, nu=len(faults))
    assert {pages[name]: faults for name, faults in found.items()} == {}
