"""The interface is complete in the languages we promise, and compiled as written."""

import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest

from tests.servers.absent import absent
from tests.test_consistency import ROOT, tracked

pytestmark = pytest.mark.once

COMPLETE_LANGUAGES = ("fr", "nl", "de")
EMPTY = re.compile(r'^msgstr(\[\d\])? ""\n(?!")', re.MULTILINE)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources whose catalogues were collected anew."""
    if not shutil.which("xgettext"):
        absent("gettext is not installed: on Debian, apt-get install gettext.")
    copy = tmp_path_factory.mktemp("collected")
    for file in tracked("*.py", "*.html", "*.txt", "locale/*"):
        inside = file.relative_to(ROOT)
        if inside.parts[0] != "tests":
            (copy / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy / inside)
    command = [sys.executable, "-m", "django", "makemessages", "--no-location"]
    for language in COMPLETE_LANGUAGES:
        command += ["--locale", language]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, timeout=300)
    return copy


def messages_in(compiled: Path) -> dict[object, str]:
    """What a compiled catalogue says, without the bytes of one version of gettext."""
    with compiled.open("rb") as file:
        return vars(GNUTranslations(file))["_catalog"]


def lacking(catalogue: Path) -> list[str]:
    """The messages of a catalogue that are untranslated or marked fuzzy."""
    messages = catalogue.read_text().split("\n\n")[1:]
    living = [f"{text}\n" for text in messages if not text.startswith("#~")]
    return [text for text in living if "#, fuzzy" in text or EMPTY.search(text)]


@pytest.mark.parametrize("language", COMPLETE_LANGUAGES)
def test_every_message_of_the_sources_is_translated(
    collected: Path, language: str
) -> None:
    assert lacking(collected / "locale" / language / "LC_MESSAGES" / "django.po") == []


@pytest.mark.parametrize("language", COMPLETE_LANGUAGES)
def test_compiled_catalogue_is_the_written_one(language: str, tmp_path: Path) -> None:
    if not shutil.which("msgfmt"):
        absent("gettext is not installed: on Debian, apt-get install gettext.")
    written = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    compiled = tmp_path / "django.mo"
    check = ["msgfmt", "--check-format", "-o", str(compiled), str(written)]
    subprocess.run(check, check=True, capture_output=True)
    assert messages_in(written.with_suffix(".mo")) == messages_in(compiled)
