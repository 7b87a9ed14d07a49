"""What is exported runs in no spreadsheet program."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Agency
from accounts.services import create_user
from tests.accounts.people import signed_in


@pytest.fixture
def admin_client(db: None) -> Client:
    return signed_in(create_user("root@hub.example", is_superuser=True))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_of_an_export_is_a_formula(
    admin_client: Client, agency: Agency, sign: str
) -> None:
    typed = f'{sign}HYPERLINK("https://evil.example","Lore")'
    create_user("lore@lantern.example", agency=agency, first_name=typed)
    address = reverse("wagtailusers_users:index")
    answer = admin_client.get(address, {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{typed}" in cells
    assert typed not in cells
    assert "lore@lantern.example" in cells
