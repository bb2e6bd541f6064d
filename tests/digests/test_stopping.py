"""Stopping letters by the address in them: only the press counts, and only for whom it was made."""

from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from app.audit.models import AuditRecord
from app.core.db import table
from app.duties import address_of
from app.identity import letters as account_letters
from app.identity.models import Person
from app.mail import stopping
from app.mail.sending import Folder, send_due
from app.notifications import choices
from app.notifications.classes import How, NoticeClass
from tests.support.rows import dump

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def hows(post):
    """Return how each class of those that come at all comes to somebody."""

    def read(who: str) -> dict[str, str]:
        with post.database.read() as conn:
            found = choices.of_one(conn, post.cast[who].viewer.person_id).hows
        return {str(told): str(how) for told, how in found.items() if how != How.OFF}

    return read


@pytest.fixture
def stop(post):
    """Return the address at which somebody stops something."""

    def address(who: str = "ghana", what: str = stopping.DIGEST) -> str:
        person_id = post.cast[who].viewer.person_id
        made = stopping.address(post.portal.settings, person_id, what)
        return made.removeprefix(post.portal.settings.base_url)

    return address


@pytest.fixture
def carried(post, tmp_path):
    """Send all letters and return those to Ghana's Focal Point, as a mail programme reads them."""
    folder = tmp_path / "post"

    def letters() -> list:
        send_due(post.database, post.portal.settings, Folder(folder), address_of)
        found = [
            message_from_bytes(one.read_bytes(), policy=default) for one in folder.glob("*.eml")
        ]
        return [one for one in found if one["To"] == "ghana@example.org"]

    return letters


def test_a_digest_says_how_to_stop_it_to_people_and_to_mail_programmes(post, carried, stop):
    post.choose("ghana", practices=How.DAILY)
    with post.at(8, 12):
        post.things.practice("Of Ghana")
    with post.at(9, 9):
        post.send()
    [found] = carried()
    address = f"{post.portal.settings.base_url}{stop()}"

    assert found["List-Unsubscribe"] == f"<{address}>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in found.get_content()


def test_a_letter_that_comes_at_once_stops_its_class_and_one_about_safety_stops_nothing(
    post, carried, stop
):
    post.choose("ghana", practices=How.NOW)
    post.things.practice("Of Ghana")
    with post.database.unit_of_work() as db:
        person = db.get_one(Person, post.cast["ghana"].viewer.person_id)
        account_letters.write(
            db, post.portal, person, account_letters.LINKED, "linked", name="", at=""
        )
    found = {one["Subject"].partition(":")[0]: one["List-Unsubscribe"] for one in carried()}

    of_class = f"<{post.portal.settings.base_url}{stop(what='practices')}>"
    assert found == {
        "Your practice is published": of_class,
        "A further sign-in was linked to your account": None,
    }


def test_reading_the_page_changes_nothing_and_the_press_of_a_mail_programme_does(
    post, stop, hows, browse
):
    post.choose("ghana", practices=How.DAILY, manual=How.WEEKLY, matters=How.NOW)
    before = dump(post.database)
    page = browse().get(stop())
    assert page.words("h1") == ["Stop these letters?"]
    assert dump(post.database) == before

    client = browse().client
    answer = client.post(stop(), data=ONE_CLICK, headers={"origin": "null"}, follow_redirects=False)

    assert answer.status_code == 200
    assert hows("ghana") == {"matters": "now"}
    assert browse().get(stop()).words("h1") == ["These letters come no more"]


def test_a_class_is_stopped_alone(post, stop, hows, browse):
    post.choose("ghana", practices=How.NOW, manual=How.WEEKLY)
    browse().client.post(stop(what="practices"), data=ONE_CLICK)

    assert hows("ghana") == {"manual": "weekly"}


def test_stopping_twice_is_recorded_once_and_what_waits_is_dropped(post, stop, browse):
    post.choose("ghana", practices=How.DAILY)
    with post.at(8, 12):
        post.things.practice("Of Ghana")
    browse().client.post(stop(), data=ONE_CLICK)
    once = dump(post.database)
    answer = browse().client.post(stop(), data=ONE_CLICK)

    assert answer.status_code == 200
    assert dump(post.database) == once
    audit = table(AuditRecord)
    with post.database.read() as conn:
        told = select(audit.c.person_id, audit.c.detail).where(
            audit.c.event == "identity:notices:chosen"
        )
        assert conn.execute(told.order_by(audit.c.id.desc())).first() == (
            None,
            '{"practices": "off"}',
        )
    with post.at(9, 9):
        assert post.send() == 0


@pytest.mark.parametrize(
    "changed", ["other person", "other class", "shorter", "unknown", "accents"]
)
def test_a_token_that_the_portal_did_not_make_is_no_address(changed, post, stop, browse):
    whole = stop()
    person_id, denmark = (post.cast[who].viewer.person_id for who in ("ghana", "denmark"))
    forged = {
        "other person": whole.replace(person_id, denmark),
        "other class": whole.replace(".digest.", ".practices."),
        "shorter": whole[:-1],
        "unknown": "/letters/stop/nothing",
        "accents": f"{whole[:-1]}é",
    }[changed]
    before = dump(post.database)

    assert forged != whole
    assert browse().get(forged, status=400).words("h1") != ["Stop these letters?"]
    assert browse().client.post(forged, data=ONE_CLICK).status_code == 400
    assert dump(post.database) == before


def test_every_class_can_be_stopped(stop, browse):
    for told in NoticeClass:
        assert browse().client.post(stop(what=told), data=ONE_CLICK).status_code == 200
