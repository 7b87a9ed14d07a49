"""Reading files in a child process: what comes out, and what stops it."""

import io
import sys
import time
import zipfile
from pathlib import Path

import pytest

from practices.extraction import limits
from practices.extraction.outcome import Ending, Extracted
from practices.extraction.runner import extract
from practices.languages import guess
from tests.practices import files

pytestmark = pytest.mark.once


def read(content: bytes, suffix: str) -> Extracted:
    return extract(io.BytesIO(content), suffix)[0]


@pytest.mark.parametrize(
    ("suffix", "content", "unit", "pages"),
    [
        ("pdf", files.pdf("First page", "Second page"), "page", 2),
        ("docx", files.docx("First", "Second page"), "", 1),
        ("pptx", files.pptx("First", "Second page"), "slide", 2),
        ("xlsx", files.xlsx(["First"], ["Second", "page"]), "sheet", 2),
        ("odt", files.odt("First", "Second page"), "", 1),
        ("odp", files.odp("First", "Second page"), "slide", 2),
        ("ods", files.ods("First", "Second page"), "sheet", 2),
        (
            "html",
            b"<head><title>First</title><script>no()</script></head><p>Second page",
            "",
            1,
        ),
        ("txt", "First Secönd page".encode("cp1252"), "", 1),
        ("md", "First\n\nSecond page".encode("utf-16"), "", 1),
    ],
)
def test_text_of_each_type_is_read(
    suffix: str, content: bytes, unit: str, pages: int
) -> None:
    found = read(content, suffix.upper())
    assert (found.ending, found.unit, len(found.pages)) == (Ending.READ, unit, pages)
    text = " ".join(found.pages).replace("ö", "o")
    assert "First" in text
    assert "Second page" in text
    assert "no()" not in text


def test_words_are_joined_and_leaders_dropped() -> None:
    text = "Über\u00adsicht  .  .  .  .  4\n\x07Two.....9 a...b"
    assert read(text.encode(), "txt").pages == ("Übersicht 4 Two 9 a...b",)


def test_slides_stand_in_the_order_of_their_numbers() -> None:
    found = read(files.pptx(*(f"Slide {n}" for n in range(1, 13))), "pptx")
    assert found.pages[9:] == ("Slide 10", "Slide 11", "Slide 12")


def bomb() -> bytes:
    return files.archive({"word/document.xml": b"<a>" + b" " * (60 * limits.MB)})


def many_parts() -> bytes:
    return files.archive({f"part{n}": b"" for n in range(limits.MAX_PARTS + 1)})


def laughs() -> bytes:
    entities = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'
    return files.archive({"word/document.xml": f"<!DOCTYPE d [{entities}]><d>&b;</d>"})


def locked_zip() -> bytes:
    content = bytearray(files.docx("Secret"))
    central = content.rindex(b"PK\x01\x02")
    content[central + 8] |= 1
    return bytes(content)


def loop() -> bytes:
    """Pages whose parent is their child."""
    return files.pdf_of(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 2 >>",
            "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>",
        ]
    )


LOCKED_ODT = files.archive(
    {
        "META-INF/manifest.xml": "<m:m xmlns:m='m'><m:encryption-data/></m:m>",
        "content.xml": b"\x01\x02",
    }
)


@pytest.mark.parametrize(
    ("suffix", "content", "ending"),
    [
        pytest.param("docx", bomb(), Ending.BOMB, id="zip bomb"),
        pytest.param("docx", many_parts(), Ending.BOMB, id="too many parts"),
        pytest.param("docx", laughs(), Ending.BOMB, id="billion laughs"),
        pytest.param("docx", locked_zip(), Ending.ENCRYPTED, id="locked zip"),
        pytest.param("odt", LOCKED_ODT, Ending.ENCRYPTED, id="locked text"),
        pytest.param(
            "docx",
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600,
            Ending.ENCRYPTED,
            id="locked Word",
        ),
        pytest.param("docx", files.docx("a")[:80], Ending.DAMAGED, id="cut zip"),
        pytest.param("pdf", b"%PDF-1.7\n%%EOF", Ending.DAMAGED, id="empty pdf"),
        pytest.param("pdf", b"MZ\x90\x00" * 200, Ending.DAMAGED, id="program"),
        pytest.param("txt", b"MZ\x90\x00" * 200, Ending.DAMAGED, id="program as text"),
        pytest.param("xlsx", files.odt("a"), Ending.DAMAGED, id="other type"),
        pytest.param("txt", b" \n ", Ending.NO_TEXT, id="blank"),
        pytest.param("txt", b"", Ending.NO_TEXT, id="empty"),
        pytest.param("zip", b"PK", Ending.UNSUPPORTED, id="unsupported"),
        pytest.param(
            "pdf",
            files.pdf(*["x"] * (limits.MAX_PAGES + 1)),
            Ending.TOO_MANY_PAGES,
            id="too many pages",
        ),
        pytest.param(
            "pdf", files.pdf(*["x"] * 10_000), Ending.TOO_MANY_PAGES, id="10,000 pages"
        ),
        pytest.param(
            "txt",
            b"word " * (limits.MAX_TEXT // 5 + 1),
            Ending.TOO_MUCH_TEXT,
            id="too much text",
        ),
    ],
)
def test_bad_files_end_in_a_clear_state(
    suffix: str, content: bytes, ending: Ending
) -> None:
    found = read(content, suffix)
    assert (found.ending, found.pages) == (ending, ())


def test_pdf_with_a_loop_ends() -> None:
    started = time.monotonic()
    assert read(loop(), "pdf").ending in {Ending.NO_TEXT, Ending.DAMAGED}
    assert time.monotonic() - started < 20


def test_truncated_pdf_never_hangs() -> None:
    content = files.pdf("First page", "Second page")
    endings = {read(content[: len(content) * n // 4], "pdf").ending for n in (1, 2, 3)}
    assert endings <= {Ending.READ, Ending.NO_TEXT, Ending.DAMAGED}


def test_too_large_file_is_not_given_to_a_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MAX_FILE", 10)
    assert read(b"12345678901", "txt").ending is Ending.TOO_LARGE
    assert read(b"1234567890", "txt").ending is Ending.READ


def told(program: str) -> Extracted:
    """What becomes of a file whose reader is this program."""
    return extract(io.BytesIO(b"x"), "txt", [sys.executable, "-c", program])[0]


def test_hanging_reader_is_killed_with_what_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 1)
    sign = tmp_path / "alive"
    inner = f"import time; time.sleep(3); open({str(sign)!r}, 'w')"
    program = (
        "import subprocess, sys, time;"
        f"subprocess.Popen([sys.executable, '-c', {inner!r}]); time.sleep(60)"
    )
    started = time.monotonic()
    assert told(program).ending is Ending.TOO_SLOW
    assert time.monotonic() - started < 10
    time.sleep(3)
    assert not sign.exists()


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "raise SystemExit(1)",
        "print('not json')",
        """print('{"page": "half"}')""",
        "",
    ],
)
def test_crashing_reader_is_a_crash(program: str) -> None:
    assert told(program) == Extracted(Ending.CRASHED)


def test_reader_holds_itself_to_its_memory() -> None:
    program = (
        "from practices.extraction import child, plain\n"
        "def hungry(data): yield 'x' * (1 << 30)\n"
        "plain.text = hungry\n"
        "child.main('txt')"
    )
    assert told(program).ending is Ending.TOO_MUCH_MEMORY


def test_reader_knows_nothing_of_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for readers")
    program = (
        "import json, os; print(json.dumps({'page': str(dict(os.environ))}));"
        "print(json.dumps({'ending': 'read', 'unit': ''}))"
    )
    assert "not for readers" not in told(program).pages[0]


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "ending", "word"),
    [
        ("GeoTopo-komprimiert.pdf", Ending.READ, "Topologie"),
        ("libreoffice-writer-password.pdf", Ending.ENCRYPTED, ""),
        ("grayscale-image.pdf", Ending.NO_TEXT, ""),
        ("pdflatex-forms.pdf", Ending.READ, "Submit"),
        ("habibi.pdf", Ending.READ, "habibi"),
        ("with-attachment.pdf", Ending.READ, "consetetur"),
        ("source.odt", Ending.READ, "consetetur"),
        ("libreoffice-form.odt", Ending.READ, "Nationality"),
    ],
)
def test_real_files(shared_data: Path, name: str, ending: Ending, word: str) -> None:
    with (shared_data / "documents" / name).open("rb") as file:
        found = extract(file, name.rpartition(".")[2])[0]
    assert found.ending is ending
    assert word in " ".join(found.pages)


def test_zip_that_lies_about_its_size_is_not_unpacked_further() -> None:
    content = bytearray(bomb())
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rindex(sign) + offset
        content[at : at + 4] = (100).to_bytes(4, "little")
    assert zipfile.ZipFile(io.BytesIO(content)).infolist()[0].file_size == 100
    assert read(bytes(content), "docx").ending is Ending.DAMAGED


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Het plan van de gemeente is voor het eerst en niet naar een college", "nl"),
        ("Le plan de la commune est pour les agents et dans une salle", "fr"),
        ("Der Plan ist nicht mit dem Amt und auch die Stadt wird sich", "de"),
        ("The plan of the town is for the staff and this is that", "en"),
        ("Est lorem ipsum est dolor est sit amet est sed est diam", ""),
    ],
)
def test_language_of_a_text_is_guessed(text: str, language: str) -> None:
    assert guess(text) == language
