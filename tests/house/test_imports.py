"""The contracts on imports hold, and each of them fails when it is broken on purpose."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.core.config import ROOT

BREAKS = {
    "Rooms import downwards only": ("app/core/ids.py", "from app.items import queries"),
    "The provider knows nothing of the portal": ("provider/words.py", "from app.core import ids"),
    "The two faces of the provider do not know each other": (
        "provider/assembly.py", "from provider.house import words",
    ),
    "Only identity speaks OpenID Connect and WebAuthn": ("app/web/cookies.py", "import authlib"),
    "Rules and access do no input or output": ("app/access/labels.py", "import sqlalchemy"),
}  # fmt: skip
"""Contract → where one line is added that it must notice."""


def contracts() -> list[str]:
    given = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in given["tool"]["importlinter"]["contracts"]]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    for name in ("app", "provider"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "locale")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path) -> str:
    done = subprocess.run(  # noqa: S603 - our own words
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=folder, check=False,
        capture_output=True, text=True, env={"PATH": os.environ["PATH"], "NO_COLOR": "1"},
    )  # fmt: skip
    return done.stdout


def broken(report: str) -> list[str]:
    return [name for name in contracts() if f"{name} BROKEN" in " ".join(report.split())]


def kept(report: str) -> list[str]:
    return [name for name in contracts() if f"{name} KEPT" in " ".join(report.split())]


def test_every_contract_has_its_break():
    assert set(BREAKS) == set(contracts())


def test_the_contracts_hold(copied):
    assert kept(lint(copied)) == contracts()


@pytest.mark.parametrize("name", BREAKS)
def test_a_contract_broken_on_purpose_is_noticed(copied, name):
    path, line = BREAKS[name]
    file = copied / path
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        assert name in broken(lint(copied))
    finally:
        file.write_text(before, encoding="utf-8")
