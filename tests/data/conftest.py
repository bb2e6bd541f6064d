"""The data files, read once as any reader would read them."""

import csv
import tomllib
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def members():
    return _rows("members.csv")


@pytest.fixture(scope="session")
def codes(members):
    return {row["code"] for row in members}


@pytest.fixture(scope="session")
def focal_points():
    return _rows("focal_points.csv")


@pytest.fixture(scope="session")
def network():
    return _toml(DATA / "network.toml")


@pytest.fixture(scope="session")
def practices():
    return {path.stem: _toml(path) for path in sorted((DATA / "practices").glob("*.toml"))}


@pytest.fixture(scope="session")
def demonstration():
    return _toml(DATA / "demonstration.toml")


@pytest.fixture(scope="session")
def offices():
    return _toml(DATA / "demonstration_offices.toml")
