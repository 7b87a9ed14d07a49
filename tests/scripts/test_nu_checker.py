"""scripts/nu_checker: the known package or one sentence, never another package."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "nu_checker"


def run(cache: Path, *arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    folder = tmp_path / "tools"
    folder.mkdir()
    return folder


def pretend_npm(tools: Path, commands: str) -> None:
    npm = tools / "npm"
    npm.write_text(f"#!{sys.executable}\n{commands}\n")
    npm.chmod(0o755)


def test_jar_that_is_kept_needs_no_npm(tmp_path: Path, tools: Path) -> None:
    missing = run(tmp_path, "--kept", path=tools)
    assert missing.returncode == 1
    assert "scripts/nu_checker gets it" in missing.stderr
    folder = tmp_path / "practice-hub"
    folder.mkdir()
    (folder / "vnu-26.9.27.jar").touch()
    for arguments in ([], ["--kept"]):
        kept = run(tmp_path, *arguments, path=tools)
        assert kept.returncode == 0
        assert Path(kept.stdout.strip()).is_file()


def test_missing_npm_is_one_sentence(tmp_path: Path, tools: Path) -> None:
    done = run(tmp_path, path=tools)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "npm is not installed" in done.stderr


def test_npm_that_fails_is_one_sentence(tmp_path: Path, tools: Path) -> None:
    pretend_npm(tools, "raise SystemExit('No network.')")
    done = run(tmp_path, path=tools)
    assert done.returncode == 1
    assert done.stderr == "npm could not get the Nu checker: No network.\n"


def test_other_package_is_refused_and_not_kept(tmp_path: Path, tools: Path) -> None:
    package = tmp_path / "other.tgz"
    with tarfile.open(package, "w:gz") as archive:
        jar = tarfile.TarInfo("package/build/dist/vnu.jar")
        jar.size = 3
        archive.addfile(jar, io.BytesIO(b"jar"))
    pretend_npm(
        tools,
        f"import shutil, sys; shutil.copy({str(package)!r}, sys.argv[-1] + '/a.tgz')",
    )
    done = run(tmp_path, path=tools)
    assert done.returncode == 1
    assert "is not the one that is known" in done.stderr
    assert list((tmp_path / "practice-hub").iterdir()) == []
