"""What the tests of backups share: a key, an installation, and an empty place beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyrage import x25519
from sqlalchemy import create_engine, make_url, text

from app.audit.checkpoints import Signer
from app.audit.commands import signer_of
from app.backup import boxes
from app.core.config import Settings

KEY = "key.txt"


@pytest.fixture
def signer(settings) -> Signer:
    return signer_of(settings)


@pytest.fixture
def identity(tmp_path) -> Path:
    file = tmp_path / KEY
    file.write_text(boxes.new_key() + "\n")
    return file


@pytest.fixture
def recipient(identity) -> str:
    return str(x25519.Identity.from_str(identity.read_text().split()[-1]).to_public())


@pytest.fixture
def installed(settings, recipient) -> Settings:
    return Settings(**{**settings.model_dump(), "backup_recipients": (recipient,)})


@pytest.fixture
def elsewhere(installed, tmp_path, engine_name) -> Iterator[Settings]:
    """An empty database of the same engine."""
    if engine_name == "sqlite":
        url = f"sqlite:///{tmp_path / 'new' / 'portal.sqlite3'}"
        yield Settings(**{**installed.model_dump(), "database_url": url})
        return
    name = f"restored_{make_url(installed.database).database}"
    admin = create_engine(make_url(installed.database), isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    url = make_url(installed.database).set(database=name).render_as_string(hide_password=False)
    yield Settings(**{**installed.model_dump(), "database_url": url})
    with admin.connect() as conn:
        conn.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
