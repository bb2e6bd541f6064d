"""What was true when it was decided is asked again when a link is made, used, or not used."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.db import table
from app.directory.holding import appointment
from app.directory.models import Office, OfficeReview
from app.directory.rules import Stage
from app.incident import freezing
from tests.recovery.test_takeovers import TYPED

TOLD = ["administrator", "editor", "ghana", "ghana_alternate"]


@pytest.fixture
def was_reviewed(database, cast):
    """Put Ghana's office under review, and end it at once."""

    def review() -> None:
        office, now = cast["ghana"].viewer.office.id, clock.now()
        with database.unit_of_work() as db:
            db.add(OfficeReview(office_id=office, reason="Two.", began_at=now, ended_at=now))

    return review


def test_a_review_that_is_over_calls_it_off_all_the_same(helping, was_reviewed):
    helping.decide()
    was_reviewed()
    assert helping.after(73) == 1
    assert helping.stages() == [("lapsed", False)]
    helping.propose()
    assert helping.press("administrator", "agree").status == 303  # proposed after it


def test_a_review_of_another_office_changes_nothing(helping, database, cast):
    helping.decide()
    office = cast["denmark"].viewer.office.id
    with database.unit_of_work() as db:
        db.add(OfficeReview(office_id=office, reason="Two.", began_at=clock.now()))
    assert helping.after(73) == 1
    assert helping.stages() == [(None, True)]


def test_a_review_after_it_took_effect_shuts_the_link_and_calls_it_off(
    helping, was_reviewed, browse
):
    link = helping.link()
    was_reviewed()
    browse().get(link, status=404)
    said = helping.press("administrator", "link", status=409)
    assert "came under review after this was proposed" in said.text
    helping.letters()
    assert helping.after(74) == 1
    assert (helping.stages(), helping.told()) == ([("lapsed", True)], TOLD)


@pytest.mark.parametrize("gone", ["editor", "administrator"])
def test_the_word_of_who_left_opens_no_link(helping, leaves, browse, gone):
    link = helping.link()
    leaves(gone)
    browse().get(link, status=404)
    assert helping.after(74) == 1
    assert helping.stages() == [("lapsed", True)]


def test_no_link_is_made_on_the_day_after_a_freeze(helping, database):
    helping.decide()
    assert helping.after(73) == 1
    freezing.freeze(database, "")
    freezing.thaw(database)
    helping.portal.state.forget()
    assert "For a day after that" in helping.press("administrator", "link", status=409).text
    with clock.moved(timedelta(hours=24, minutes=1)):
        assert helping.press("administrator", "link", status=200).words(".address")


def test_who_held_the_office_is_told_by_its_mailbox_and_colleagues_that_it_is_off(
    helping, database, cast
):
    office = table(Office)
    with database.unit_of_work() as db:
        own = office.c.id == cast["ghana"].viewer.office.id
        db.execute(update(office).where(own).values(mailbox="r2p@mfa.example"))
    helping.decide()
    helping.letters()
    person = appointment.c.person_id == cast["ghana"].viewer.person_id
    with database.unit_of_work() as db:
        db.execute(update(appointment).where(person).values(stage=Stage.REVOKED))
    assert helping.after(73) == 1
    assert helping.told() == [*TOLD, "r2p@mfa.example"]


def test_the_page_of_a_link_says_nothing_of_providers_before_name_and_member(helping, browse):
    link = helping.link()
    wrong, stranger = {**TYPED, "name": "Somebody Else"}, browse()
    for page in (
        stranger.get(link),
        stranger.post(link, wrong, status=422),
        stranger.post(link, {**wrong, "provider": "test"}, status=422),
    ):
        assert page.soup.select("input[name=provider]") == []
        assert "test" not in page.words("main")[0]
