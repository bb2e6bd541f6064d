"""In every channel that shows files one that waits is for nobody, and is there once scanned."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from starlette.testclient import TestClient

from app.account.own_files import attached
from app.archive.gathering import gathered
from app.archive.sight import Sight
from app.assistance.ending import destroy_due, tell_due
from app.assistance.rules import Stage as Talks
from app.backup import commands
from app.core import clock
from app.core.config import Settings
from app.core.db import Database, table
from app.core.seal import CannotOpen
from app.directory.models import Office
from app.directory.seats import seat_of
from app.files.rescanning import _original, _waiting
from app.files.sweeping import without_row
from app.items.models import Item
from app.rescanning import scan_again
from tests.account.passkeys import proved
from tests.account.test_tokens import FORM, TOKENS, secret_of
from tests.assistance.sample import Maker
from tests.files.waiting.conftest import GOOD, files, places
from tests.guests.conftest import ADDRESS, invitation
from tests.support.uploading import sent

item = table(Item)
NAME = GOOD[0].removesuffix(".txt")
Channels = Callable[[str, str, str], dict[str, bool]]
NOT_OF_DRAFTS = {
    "practices": {"the interface", "a programme", "a programme's file"},
    "assistance": set(),
}
"""Channels that never show a draft."""


@pytest.fixture
def asked(database, portal, cast) -> str:
    """A draft of a request of Ghana, beside Denmark's."""
    with database.unit_of_work() as db:
        maker = Maker(db, portal, cast)
        maker.request(Talks.DRAFT, owner="denmark", title="Of Denmark")
        return maker.request(Talks.DRAFT)


@pytest.fixture
def programme(app, browse, database) -> TestClient:
    """A programme that Ghana's Focal Point gave a token to."""
    proved(database, minutes=0)
    secret = secret_of(browse("ghana").post(TOKENS, FORM, status=200))
    given = {"Authorization": f"Bearer {secret}"}
    return TestClient(app, headers=given, follow_redirects=False)


@pytest.fixture
def channels(
    browse, database, portal, cast, programme
) -> Callable[[str, str, str], dict[str, bool]]:
    """Return a function that says in which channels a file of a thing lent to a guest is."""
    ghana = cast["ghana"].viewer

    def taken_out() -> tuple[str, str]:
        with database.read() as conn:
            seat = seat_of(conn, Office, ghana.office.id)
            paper = gathered(Sight(conn, ghana, portal, seat), clock.now())
            return str(paper.data), str(attached(conn, ghana, portal.seal))

    def look(thing: str, there: str, file_id: str) -> dict[str, bool]:
        colleague, guest = browse("ghana_alternate").client, browse("stranger").client
        shown = {
            "its page": colleague.get(thing).text,
            "the page of its files": colleague.get(f"{thing}/files").text,
            "a guest's page": guest.get(there).text,
            "a programme": programme.get(f"/api/v1{thing}").text,
            "the file of the office": taken_out()[0],
            "one's own data": taken_out()[1],
        }
        given = {
            "a colleague": colleague.get(f"{thing}/files/{file_id}"),
            "the interface": colleague.get(f"/api/v1{thing}/files/{file_id}"),
            "a guest": guest.get(f"{there}/files/{file_id}"),
            "a programme's file": programme.get(f"/api/v1{thing}/files/{file_id}"),
        }
        assert {one.status_code for one in given.values()} <= {200, 404}
        return {
            **{name: NAME in said for name, said in shown.items()},
            **{name: one.content == GOOD[1] for name, one in given.items()},
            "its history": "File attached" in colleague.get(f"{thing}/history").text,
        }

    return look


@pytest.mark.parametrize("kind", ["practices", "assistance"])
def test_no_channel_has_it_before_and_every_channel_afterwards(  # noqa: PLR0913, PLR0917 - fixtures
    browse, draft, asked, token, channels, database, back, kind
):
    thing = f"/{kind}/{draft if kind == 'practices' else asked}"
    browse("ghana").post(f"{thing}/guests", invitation())
    lent = f"/guest/invitation/{token()}"
    there = browse("stranger").post(lent, {"address": ADDRESS}).location
    browse("ghana").post(f"{thing}/files", **sent(GOOD))
    (row,) = files(database)
    found = channels(thing, there, row.id)
    assert {name for name, is_there in found.items() if is_there} == {"one's own data"}
    for path in (f"/search?q={NAME}", f"/{kind}?q={NAME}"):
        assert row.id not in browse("ghana").get(path).text

    back()
    found = channels(thing, there, row.id)
    assert {name for name, is_there in found.items() if not is_there} == NOT_OF_DRAFTS[kind]


def test_where_a_backup_is_brought_back_it_waits_on_and_is_scanned_there(  # noqa: PLR0913, PLR0917 - fixtures
    browse, draft, database, portal, installed, elsewhere, identity, scanner, tmp_path
):
    base = f"/practices/{draft}/files"
    browse("ghana").post(base, **sent(GOOD))
    (row,) = files(database)
    commands.back_up(installed, tmp_path / "one.age", lambda _line: None)
    lies = {"files": str(tmp_path / "there"), "files_scanner": str(tmp_path / "there.sock")}
    settings = Settings(**{**elsewhere.model_dump(), **lies})
    commands.restore(settings, tmp_path / "one.age", identity, lambda _line: None)

    there = replace(portal, settings=settings, db=Database(settings.database))
    scan_again(there)
    assert (files(there.db), places(there)) == ([row], {row.place, row.original})
    (tmp_path / "there.sock").symlink_to(scanner)
    scan_again(there)
    assert [(one.id, one.original) for one in files(there.db)] == [(row.id, None)]
    assert places(there) == {row.place}
    there.db.close()
    assert files(database) == [row]


def test_with_the_words_of_a_request_it_is_destroyed_and_opens_no_more(
    browse, talked, database, portal, back
):
    browse("denmark").post("/assistance/{}/offers/{}/files".format(*talked), **sent(GOOD))
    (one,), lies = _waiting(database), places(portal)
    assert _original(portal, one) == GOOD[1]
    with database.unit_of_work() as db:
        ended = {"stage": Talks.CLOSED, "changed_at": clock.now() - timedelta(days=80)}
        db.execute(update(item).where(item.c.id == talked[0]).values(**ended))
    tell_due(portal)
    with database.unit_of_work() as db:
        db.execute(text("UPDATE request_ending SET due_on = :day"), {"day": clock.today()})
    assert destroy_due(portal) == 1

    back()
    assert files(database) == []
    with pytest.raises(CannotOpen):
        _original(portal, one)
    old = clock.wall() - timedelta(days=2)
    assert set(without_row(database, [(place, old) for place in lies])) == lies
