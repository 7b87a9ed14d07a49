"""scripts/serve: one sentence when the hub cannot listen."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SERVE = Path(__file__).resolve().parents[2] / "scripts" / "serve"


def run(host: str, port: str) -> subprocess.CompletedProcess[str]:
    """Run the script where it is sure to refuse."""
    return subprocess.run(
        [sys.executable, SERVE, host, port],
        env={**os.environ, "BASE_URL": "http://127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_port_in_use_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("127.0.0.1", port)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"port {port}" in done.stderr
    assert "make run PORT=" in done.stderr


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_impossible_port_is_named(port: str) -> None:
    done = run("127.0.0.1", port)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"PORT={port} is no port" in done.stderr
