"""Having a file read by a child process, and ending it when it takes too much."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from practices.extraction import limits
from practices.extraction.outcome import Ending, Extracted, Unit

# Types that have a reader; the child knows how.
READABLE = frozenset(
    (
        *("pdf", "docx", "pptx", "xlsx", "odt", "odp", "ods"),
        *("html", "txt", "md", "csv", "json"),
    )
)
ROOT = Path(__file__).resolve().parents[2]
CHILD = (sys.executable, "-m", "practices.extraction.child")
CHUNK = 1 << 20
# It starts without what the hub knows: no keys, no address of the database.
ENVIRONMENT = {
    "PATH": os.defpath,
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8:replace",
}


def extract(
    file: IO[bytes], suffix: str, command: Sequence[str] = CHILD
) -> tuple[Extracted, str]:
    """The text of an open file, and the fingerprint of what was read.

    suffix: the type of the file by its name, such as "pdf". command: the reading
    program, for tests.
    """
    suffix = suffix.lower()
    with tempfile.TemporaryFile() as copy:
        fingerprint = _copied(file, copy)
        if not fingerprint:
            return Extracted(Ending.TOO_LARGE), ""
        if suffix not in READABLE:
            return Extracted(Ending.UNSUPPORTED), fingerprint
        return _read(copy, [*command, suffix]), fingerprint


def _copied(file: IO[bytes], copy: IO[bytes]) -> str:
    """Copy a file from wherever it is stored; "" when it is too large."""
    seen = hashlib.sha256()
    left = limits.MAX_FILE
    while chunk := file.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            return ""
        seen.update(chunk)
        copy.write(chunk)
    copy.seek(0)
    return seen.hexdigest()


def _read(copy: IO[bytes], command: Sequence[str]) -> Extracted:
    with tempfile.TemporaryFile() as written:
        child = subprocess.Popen(  # noqa: S603, a program of ours and a known suffix
            command,
            stdin=copy,
            stdout=written,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd=ROOT,
            start_new_session=True,
        )
        try:
            code = child.wait(limits.MAX_SECONDS)
        except subprocess.TimeoutExpired:
            return Extracted(Ending.TOO_SLOW)
        finally:
            if child.returncode is None:
                _end(child)
        if code:
            return Extracted(_of_code(code))
        written.seek(0)
        return _understood(written)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it has started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _of_code(code: int) -> Ending:
    if code == -signal.SIGXCPU:
        return Ending.TOO_SLOW
    if code == -signal.SIGXFSZ:
        return Ending.TOO_MUCH_TEXT
    return Ending.CRASHED


def _understood(lines: Iterable[bytes]) -> Extracted:
    """What the child has written, if it came to its end."""
    pages: list[str] = []
    last: dict[str, Any] = {}
    for line in lines:
        try:
            last = json.loads(line)
        except ValueError:
            return Extracted(Ending.CRASHED)
        if "page" in last:
            pages.append(last["page"])
    if "ending" not in last:
        return Extracted(Ending.CRASHED)
    ending, unit = Ending(last["ending"]), Unit(last["unit"])
    return Extracted(ending, unit, tuple(pages) if ending is Ending.READ else ())
