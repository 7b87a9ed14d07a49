"""scripts/elasticsearch: a real server, and one sentence for whatever is missing."""

import os
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from elasticsearch import Elasticsearch

pytestmark = pytest.mark.once

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
COMMAND = [sys.executable, str(SCRIPTS / "elasticsearch")]


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModuleType]:
    """The module that finds Java and the server, with empty folders of its own."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    import elasticsearch_package

    yield elasticsearch_package
    del sys.modules["elasticsearch_package"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script to its end, without the address of a server that exists."""
    clean = {k: v for k, v in os.environ.items() if k != "ELASTICSEARCH_URL"}
    return subprocess.run(
        [*COMMAND, *arguments],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def put_archive(package: ModuleType, tmp_path: Path) -> Path:
    """Make the folder where Maven would leave the archive."""
    group, name, version = package.ARTIFACT
    folder = tmp_path / "home/.m2/repository" / group.replace(".", "/") / name / version
    folder.mkdir(parents=True)
    return folder / f"{name}-{version}.zip"


def test_port_in_use_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("--port", port)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {port} is in use" in done.stderr
    assert "--port" in done.stderr


def test_impossible_port_is_refused() -> None:
    done = run("--port", "70000")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "70000 is no port" in done.stderr


def test_given_server_that_does_not_answer_is_named() -> None:
    done = run(ELASTICSEARCH_URL="http://search.invalid:9200")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "http://search.invalid:9200" in done.stderr


def test_missing_java_says_what_to_install(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(package, "java_homes", lambda: iter([tmp_path]))
    with pytest.raises(package.Refusal, match=r"Java 21 or newer: install a JDK"):
        package.find_java()


def test_old_java_is_passed_over(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, version in (("old", "17.0.15"), ("new", "25.0.3")):
        java = tmp_path / name / "bin" / "java"
        java.parent.mkdir(parents=True)
        java.touch()
        (tmp_path / name / "release").write_text(f'JAVA_VERSION="{version}"\n')
    homes = [tmp_path / "old", tmp_path / "new"]
    monkeypatch.setattr(package, "java_homes", lambda: iter(homes))
    assert package.find_java() == tmp_path / "new"


def test_missing_maven_says_what_to_install(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(package.Refusal, match="no Docker engine and no Maven"):
        package.get_server()


def test_failed_download_gives_mavens_reason(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\necho '[ERROR] Unknown  host'\nexit 1\n")
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(package.Refusal, match=r"download .* failed.*Unknown host"):
        package.get_server()


def test_damaged_archive_is_removed(package: ModuleType, tmp_path: Path) -> None:
    archive = put_archive(package, tmp_path)
    archive.write_bytes(b"half a download")
    with pytest.raises(package.Refusal, match="damaged and was removed"):
        package.get_server()
    assert not archive.exists()


def test_only_the_server_is_kept_of_the_archive(
    package: ModuleType, tmp_path: Path
) -> None:
    archive = put_archive(package, tmp_path)
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("product-1/elasticsearch/lib/server.jar", "jar")
        made.writestr("product-1/web/index.html", "html")
    home = package.get_server()
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert kept == [home / "lib" / "server.jar"]
    assert not archive.exists()
    assert package.get_server() == home


@pytest.mark.elasticsearch
def test_running_server_can_hold_an_index(elasticsearch_url: str) -> None:
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.create(index="ground-probe")
        try:
            client.index(index="ground-probe", document={"a": 1}, refresh=True)
            assert client.count(index="ground-probe")["count"] == 1
        finally:
            client.indices.delete(index="ground-probe")


@pytest.mark.elasticsearch
def test_port_of_a_running_server_is_refused_with_its_address(
    elasticsearch_url: str,
) -> None:
    done = run("--port", elasticsearch_url.rsplit(":", 1)[1])
    assert done.returncode == 1
    assert f"ELASTICSEARCH_URL={elasticsearch_url}" in done.stderr


@pytest.mark.elasticsearch
def test_running_server_is_found_by_its_address(elasticsearch_url: str) -> None:
    done = run("--print-url", ELASTICSEARCH_URL=elasticsearch_url)
    assert (done.returncode, done.stdout) == (0, f"{elasticsearch_url}\n")


@pytest.mark.elasticsearch
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_while_starting_ends_without_a_trace(
    elasticsearch_url: str, tmp_path: Path, number: signal.Signals
) -> None:
    tmp_path.chmod(0o755)
    with subprocess.Popen(
        [*COMMAND, "--port", "0"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    ) as script:
        assert script.stderr
        while "Starting" not in script.stderr.readline():
            pass
        script.send_signal(number)
        assert script.stderr.read() == "Elasticsearch has stopped.\n"
    assert script.returncode == 0
    assert list(tmp_path.iterdir()) == []
