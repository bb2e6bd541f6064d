"""A house provider on both databases, with a clock of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from provider.house.application import create_app
from provider.house.database import Database
from provider.house.parts import House
from provider.house.sealing import new_secret
from provider.house.settings import HouseSettings
from provider.house.tables import event
from tests.provider_house.guest import (
    AFTER,
    CALLBACK,
    CLIENT_ID,
    CLIENT_SECRET,
    ISSUER,
    OTHER_CALLBACK,
    OTHER_ID,
    OTHER_SECRET,
    Clock,
    Guest,
    Post,
)
from tests.provider_house.vouched import statement
from tests.support.databases import Template, Templates


def house_tables(url: str) -> None:
    """Make the house provider's tables in the database at ``url``."""
    database = Database(url)
    database.prepare()
    database.close()


@pytest.fixture
def template(engine_name: str, templates: Templates) -> Template:
    """Every test begins with an empty house."""
    return templates.of(engine_name, house_tables)


def settings_of(url: str, folder: Path, **changes: object) -> HouseSettings:
    client = {
        "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
        "redirect_uris": [CALLBACK], "post_logout_redirect_uris": [AFTER], "mailed_codes": True,
        "makes_accounts": True,
    }  # fmt: skip
    other = {
        "client_id": OTHER_ID, "client_secret": OTHER_SECRET, "redirect_uris": [OTHER_CALLBACK],
    }  # fmt: skip
    good = {
        "issuer": ISSUER, "title": "House <sign-in> & friends", "secret": new_secret(),
        "applications": [client, other], "var_dir": folder, "database_url": url,
        "contact": "help@house.example", "smtp_url": "smtp://mail.example",
        "mail_from": "id@house.example",
    }  # fmt: skip
    return HouseSettings(**{**good, **changes})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[House]:
    made = House.of(settings_of(database_url, tmp_path / "house"), clock)
    yield made
    made.database.close()


@pytest.fixture
def guest(house: House, clock: Clock) -> Iterator[Callable[..., Guest]]:
    """Return a maker of browsers; ``guest(same=other)`` is the same person at another one."""
    app = create_app(house)
    with ExitStack() as stack:

        def come(same: Guest | None = None, address: str = "192.0.2.1") -> Guest:
            http = stack.enter_context(
                TestClient(app, ISSUER, follow_redirects=False, client=(address, 5000))
            )
            if same is None:
                return Guest(http, clock)
            return Guest(
                http, clock, same.verifier, same.key, same.subject, same.shared, same.printed
            )

        yield come


@pytest.fixture
def post(house: House) -> Post:
    """Return the post office: it is asked to send, and keeps what left."""
    return Post(house)


@pytest.fixture
def noted(house: House) -> Callable[[], list[tuple[str, str]]]:
    """Return what the record says, without whom."""

    def read() -> list[tuple[str, str]]:
        with house.database.reading() as conn:
            rows = conn.execute(select(event.c.what, event.c.way).order_by(event.c.id))
            return [(row.what, row.way) for row in rows]

    return read


@pytest.fixture
def opens(clock) -> Callable[..., httpx.Response]:
    def open_page(guest: Guest, said: str | None = None, **changes: Any) -> httpx.Response:
        return guest.asks(account_statement=statement(clock(), **changes) if said is None else said)

    return open_page
