"""The Nu checker of HTML: one run of Java over a folder of pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.absent import absent
from tests.servers.counts import VERSIONS

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "nu_checker"


def find_java() -> str:
    """A Java on this machine."""
    home = os.environ.get("JAVA_HOME")
    for name in (home and f"{home}/bin/java", "java"):
        if name and (path := shutil.which(name)):
            return path
    absent("Java is not installed: on Debian, apt-get install default-jre-headless.")


def find_jar() -> str:
    """The jar that is named by VNU_JAR, or kept by scripts/nu_checker."""
    if jar := os.environ.get("VNU_JAR"):
        return jar
    command = [sys.executable, str(SCRIPT), "--kept"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        absent(done.stderr.strip())
    return done.stdout.strip()


class Checker:
    """Checks a folder of pages at once: starting Java takes longer than a page."""

    def __init__(self, java: str, jar: str) -> None:
        self.command = [java, "-jar", jar]
        done = subprocess.run(
            [*self.command, "--version"], capture_output=True, text=True, check=True
        )
        VERSIONS["nu"] = done.stdout.split()[0]

    def faults(self, folder: Path) -> dict[str, list[str]]:
        """The errors in each page of the folder, by the name of its file."""
        options = [
            "--errors-only",
            "--format",
            "json",
            "--stdout",
            "--exit-zero-always",
        ]
        done = subprocess.run(
            [*self.command, *options, "--skip-non-html", str(folder)],
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, list[str]] = {}
        for message in json.loads(done.stdout)["messages"]:
            name = Path(message.get("url", "")).stem
            extract = " ".join(message.get("extract", "").split())
            found.setdefault(name, []).append(f"{message['message']} {extract}")
        return found


@pytest.fixture(scope="session")
def nu_checker() -> Checker:
    """The checker, or a skip with one sentence."""
    return Checker(find_java(), find_jar())
