"""A mission nominates; the administrator accepts; the person takes the office."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import table
from app.directory.models import Appointment, Office
from app.mail.models import Letter
from app.nomination.models import Nomination

pytestmark = pytest.mark.browser

HERE = "/directory/KEN/appoint"
NUMBER = f"R2P/{clock.today().year}/NOM/001"


def test_a_state_gets_its_focal_point_from_the_note_verbale_to_the_office(visitor, holdings):
    mission = visitor(width=360, locale="fr")
    mission.go("/directory/KEN")
    mission.page.locator(f"main a[href='{HERE}']").click()
    mission.fill(name="Wanjiru Kamau", position="Directrice, ministère de la Justice")
    mission.press("button[value=note]", "#note")
    assert "Wanjiru Kamau" in mission.page.locator("#note .read").inner_text()
    mission.fill(
        authority="Le ministre des Affaires étrangères",
        evidence="Note verbale 12/2026",
        announce_on=str(clock.today() + timedelta(days=30)),
        writer="Premier secrétaire",
        writer_email="mission",
    )
    with mission.refused(422):
        mission.press("button[value=send]", ".problem")
    assert mission.typed("name", "writer_email") == {
        "name": "Wanjiru Kamau",
        "writer_email": "mission",
    }
    mission.fill(writer_email="mission@kenya.example")
    mission.press("button[value=send]", f".lede:has-text('{NUMBER}')")

    administrator = visitor("administrator")
    administrator.go("/desk")
    administrator.follow("Wanjiru Kamau")
    administrator.press("form[action$='/accept'] button", "code.address")
    address = administrator.page.locator("code.address").inner_text()

    kenya = visitor("uninvited")
    kenya.complaints.clear()  # the page for the uninvited came with status 403
    kenya.go(address.removeprefix(kenya.base))
    kenya.page.locator("main form button").first.click()
    kenya.page.locator("[data-persona=uninvited]").click()
    kenya.page.wait_for_url(address)
    kenya.fill(member="Kenya")
    kenya.press("main form button", ".acting")

    assert held(holdings) == {
        "nomination": [(NUMBER, "KEN", "accepted", "Wanjiru Kamau", "", "fr")],
        "office": [("KEN", "focal_point", "Directrice, ministère de la Justice")],
        "appointment": [("verified", "Note verbale 12/2026")],
        "letters": 2,
    }


def held(holdings) -> dict[str, object]:
    """What the database holds afterwards of Kenya's nomination."""
    made, office, term = table(Nomination), table(Office), table(Appointment)
    letter = table(Letter)
    with holdings.read() as conn:
        nominations = conn.execute(
            select(
                made.c.number, made.c.member, made.c.stage, made.c.name, made.c.writer_email,
                made.c.language,
            )
        ).all()  # fmt: skip
        offices = conn.execute(
            select(office.c.member, office.c.kind, office.c.title).where(office.c.member == "KEN")
        ).all()
        terms = conn.execute(
            select(term.c.stage, term.c.evidence)
            .join_from(term, office, office.c.id == term.c.office_id)
            .where(office.c.member == "KEN")
        ).all()
        letters = conn.execute(
            select(letter.c.id).where(letter.c.address == "mission@kenya.example")
        ).all()
    return {
        "nomination": [tuple(row) for row in nominations],
        "office": [tuple(row) for row in offices],
        "appointment": [tuple(row) for row in terms],
        "letters": len(letters),
    }
