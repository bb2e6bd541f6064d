"""Anchors: once a day, to every holder, in the portal's languages, by the outbox."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit import anchors
from app.audit.anchors import Post, due, sign_due
from app.audit.checkpoints import Kind
from app.audit.commands import signer_of
from app.audit.export import lines
from app.audit.verify import anchor, check
from app.core import clock
from app.core.db import table
from app.duties import address_of
from app.mail.actions import write, write_to
from app.mail.models import Letter
from app.mail.sending import Folder, send_due

HOLDERS = ("chair@mission.example", "archive@un.example", "peer@state.example")
letter = table(Letter)


@pytest.fixture
def post(portal) -> Post:
    return Post(HOLDERS, portal.renderer.text, write_to)


def letters(database) -> list:
    with database.read() as conn:
        return list(conn.execute(select(letter).order_by(letter.c.address)).all())


def test_the_first_checkpoint_is_an_anchor_mailed_to_every_holder(database, acts, signer, post):
    acts(3)
    assert sign_due(database, signer, post) == Kind.ANCHOR
    found = letters(database)

    assert [one.address for one in found] == sorted(HOLDERS)
    assert {one.person_id for one in found} == {None}
    assert {one.subject for one in found} == {"Anchor of the portal's record: entry 6"}
    (body,) = {one.body for one in found}
    assert "This letter is the anchor of the record" in body
    assert "Cette lettre est l’ancre du registre" in body
    assert body.count(f"Public key: {signer.public}") == 1
    (said,) = set(re.findall(r"--anchor (\S+) --key (\S+)", body))
    acts(2)
    with database.read() as conn:
        whole = check(lines(conn, signer), [said[1]], dict([anchor(said[0])]))
    assert whole.entries == 9


def test_anchors_leave_once_a_day_and_only_when_the_record_grew(
    database, acts, signer, post, monkeypatch
):
    now = clock.wall()

    def after(by: timedelta) -> Kind | None:
        monkeypatch.setattr(clock, "wall", lambda: now + by)
        return sign_due(database, signer, post)

    assert after(timedelta(0)) is None
    acts(1)
    assert after(timedelta(0)) == Kind.ANCHOR
    assert after(timedelta(days=3)) is None
    acts(1)
    assert after(timedelta(hours=2)) == Kind.REGULAR
    assert after(timedelta(hours=23)) is None
    assert after(anchors.EVERY) == Kind.ANCHOR
    assert len(letters(database)) == 6
    with database.read() as conn:
        assert due(conn) is None


def test_letters_to_holders_and_to_people_both_arrive(portal, acts, post, cast):
    database, settings = portal.db, portal.settings
    acts(1)
    sign_due(database, signer_of(settings), post)
    with database.unit_of_work() as db:
        write(db, cast["ghana"].viewer.person_id, subject="News", body="Hello.")
    folder = settings.var_dir / "mail"
    sent = send_due(database, settings, Folder(folder), address_of)

    assert sent == 4
    got = sorted(
        re.findall(r"^To: (.*?)\r?$", one.read_text(), re.MULTILINE)[0] for one in folder.iterdir()
    )
    assert got == sorted([*HOLDERS, "ghana@example.org"])
