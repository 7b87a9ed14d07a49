"""A wrong setting stops the start with one sentence that names it."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hub import environment

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    *("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL"),
    *("ELASTICSEARCH_URL", "ELASTICSEARCH_API_KEY", "ELASTICSEARCH_PREFIX"),
    *("EMAIL_URL", "SITE_NAME", "TRUSTED_PROXIES", "CONTACT_EMAIL"),
    "HUB_ACCESS",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://user@host/hub"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "sqlite:////no/such/folder/hub.sqlite3"),
        ("ELASTICSEARCH_URL", "localhost:9200"),
        ("ELASTICSEARCH_URL", "http://search.example"),
        ("ELASTICSEARCH_URL", "http://search.example:99999"),
        ("ELASTICSEARCH_PREFIX", "Not_OK"),
        ("BASE_URL", "hub.example"),
        ("BASE_URL", "https://hub.example:https"),
        ("BASE_URL", "https://["),
        ("ALLOWED_HOSTS", "https://hub.example"),
        ("ALLOWED_HOSTS", ","),
        ("DEBUG", "maybe"),
        ("EMAIL_URL", "pigeon://coop"),
        ("TRUSTED_PROXIES", "many"),
        ("TRUSTED_PROXIES", "-1"),
        ("CONTACT_EMAIL", "hub at agency"),
        ("HUB_ACCESS", "closed"),
        ("HUB_ACCESS", "Signed-in"),
    ],
)
def test_wrong_value_is_told_in_one_sentence_that_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(environment.SettingError) as told:
        environment.read(tmp_path)
    sentence = str(told.value)
    assert name in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_server_database_needs_a_key_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://hub@db.example/hub")
    with pytest.raises(environment.SettingError, match="SECRET_KEY is missing"):
        environment.read(tmp_path)
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    assert environment.read(tmp_path).database["NAME"] == "hub"


def test_embedded_hub_makes_and_keeps_a_key_that_others_cannot_read(
    tmp_path: Path,
) -> None:
    first, second = environment.read(tmp_path), environment.read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) > 40
    mode = (tmp_path / "var" / "secret_key").stat().st_mode
    assert not mode & (stat.S_IRWXG | stat.S_IRWXO)


def test_start_with_a_wrong_setting_prints_the_sentence_and_no_traceback() -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "ELASTICSEARCH_URL": "localhost:9200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1
    assert ended.stderr.startswith("ELASTICSEARCH_URL is not a web address")
