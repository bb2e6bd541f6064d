"""The next migration is written from the tables, in a copy of the tree."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.config import ROOT
from app.schema import HEAD

PARTS = ("app", "migrations", "deploy", "alembic.ini")
ADDED = (
    "    title: str | None = Field(default=None, max_length=200)\n    nickname: str | None = None\n"
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for part in PARTS:
        source, target = ROOT / part, tmp_path / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"]},  # a copy: what its code reached is not measured
    )  # fmt: skip


def test_a_new_field_becomes_the_next_revision(copy):
    models = copy / "app" / "directory" / "models.py"
    text = models.read_text(encoding="utf-8")
    before = "    title: str | None = Field(default=None, max_length=200)\n"
    assert before in text
    models.write_text(text.replace(before, ADDED, 1), encoding="utf-8")
    assert "nickname" in run(copy, "deploy.schema").stderr

    written = run(copy, "deploy.migration", "Give offices a nickname")

    assert written.returncode == 0, written.stderr
    revision = (copy / "app" / "schema.py").read_text(encoding="utf-8")
    assert f'HEAD = "{int(HEAD) + 1:04d}"' in revision
    assert run(copy, "deploy.schema").returncode == 0


def test_a_migration_needs_a_name(copy):
    refused = run(copy, "deploy.migration", "")

    assert refused.returncode == 1
    assert refused.stderr.startswith("Say what changes")
