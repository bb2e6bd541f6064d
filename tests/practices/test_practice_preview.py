"""Before it is saved the form says how many people will read it: just as many as then do."""

from datetime import date

import pytest
from sqlalchemy import update

from app.access.viewer import OfficeKind
from app.core.db import table
from app.directory.models import Appointment
from app.practices.rules import Stage
from tests.support.people import settle_as

MORE = {
    "denmark_adviser": ("DNK", OfficeKind.ADVISER),
    "senegal": ("SEN", OfficeKind.FOCAL_POINT),
    "senegal_alternate": ("SEN", OfficeKind.ALTERNATE),
    "senegal_mission": ("SEN", OfficeKind.MISSION_CONTACT),
    "togo_gone": ("TGO", OfficeKind.FOCAL_POINT),
    "mali": ("MLI", OfficeKind.ALTERNATE),
}
SETS = ["group:african", "members:CRI", "members:KEN"]
OWN = {"ghana", "ghana_alternate"}
STAFF = {"editor", "administrator"}


@pytest.fixture
def people(cast, portal):
    """The cast, with a few more: one has left, one holds two offices that were both chosen."""
    held = table(Appointment)
    with portal.db.unit_of_work() as db:
        for name, seat in MORE.items():
            cast[name] = settle_as(db, portal.settings, name, seat)
        gone = held.c.person_id == cast["togo_gone"].viewer.person_id
        db.execute(update(held).where(gone).values(ends=date(2020, 6, 1)))
        second = settle_as(db, portal.settings, "second", ("CIV", OfficeKind.ALTERNATE))
        both = held.c.person_id == second.viewer.person_id
        db.execute(update(held).where(both).values(person_id=cast["mali"].viewer.person_id))
    return cast


def told(page) -> str:
    return " ".join(page.words("#preview p"))


def test_as_many_read_it_as_were_told(browse, written, people):
    adviser = f"offices:{people['denmark_adviser'].viewer.office.id}"
    item = written("ghana", Stage.DRAFT)
    address, query = f"/practices/{item}/edit/readers", {"audience": "chosen"}
    ghana = browse("ghana")
    part = ghana.block(address, "preview", params={**query, "readers": SETS, "add": adviser})

    sent = {"version": "1", "own_source": "yes", **query, "readers": [*SETS, adviser]}
    ghana.post(address, sent)
    last = ghana.get(f"/practices/{item}/edit/check")
    ghana.post(f"/practices/{item}/edit/check", {"version": "2"})
    browse("editor").post(f"/practices/{item}/publish", {"version": "3"})

    reads = {
        who for who in people if browse(who).client.get(f"/practices/{item}").status_code == 200
    }
    assert reads - OWN - STAFF == {
        "denmark_adviser", "senegal", "senegal_alternate", "mali", "costa_rica",
    }  # fmt: skip
    assert reads >= OWN | STAFF
    # Mali's person holds the alternate's office of Côte d'Ivoire as well: one person, two members.
    counted = "5 people of 5 members will read it today"
    assert counted in told(part)
    assert counted in " ".join(last.words("form .note p"))
    nobody = "Nobody reads for these today: Kenya. Whoever comes into office there will."
    assert nobody in told(part)
    assert nobody in last.words("form .note p")


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"audience": "public"}, "Whoever reads it may keep a copy: it cannot be called back."),
        ({"audience": "secretariat"}, "Today nobody but your own office and the Secretariat will"),
        ({"audience": "network"}, "7 people of 7 members will read it today, beside"),
        (
            {"audience": "chosen", "readers": "group:grulac"},
            "1 person of 1 member will read it today, beside your own office and the Secretariat.",
        ),
        (
            {"audience": "chosen", "readers": ["members:KEN", "members:TGO", "group:african"]},
            "Nobody reads for these today: Kenya and Togo.",
        ),
        (
            {"audience": "chosen", "readers": [f"members:{c}" for c in ("KEN", "TGO", "NGA")]},
            "Today nobody but your own office and the Secretariat will read it.",
        ),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("people")
def test_what_is_unusual_is_said(browse, written, chosen, sentence):
    item = written("ghana", Stage.DRAFT)
    part = browse("ghana").block(f"/practices/{item}/edit/readers", "preview", params=chosen)

    assert sentence in told(part)


@pytest.mark.usefixtures("people")
def test_counting_is_one_statement_however_many_are_chosen(browse, written, queries):
    item = written("ghana", Stage.DRAFT)
    ghana, address = browse("ghana"), f"/practices/{item}/edit/readers"
    many = [*SETS, *(f"members:{code}" for code in CODES)]
    ghana.get(address)
    for readers in (["members:KEN"], many):
        with queries(14):
            ghana.block(address, "preview", params={"audience": "chosen", "readers": readers})


CODES = ("NGA", "UGA", "RWA", "CHE", "FRA", "DEU", "ESP", "PRT", "ITA")
