"""The house without people: the application as it is built, on no data at all."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from app.core import seal
from app.core.config import Settings
from app.main import create_app


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The application; nothing is asked of its database."""
    settings = Settings(var_dir=tmp_path_factory.mktemp("house"), seal_key=seal.new_key())
    made = create_app(settings)
    yield made
    made.state.portal.db.close()
