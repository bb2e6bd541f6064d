"""Who answers for a request: an office of the own member, and another one when it cannot."""

from sqlalchemy import select

from app.assistance.models import Request
from app.core.db import table

request = table(Request)


def _offices(page) -> dict[str, str]:
    chosen = page.soup.select("#f-alternate option")
    return {option.text: option["value"] for option in chosen}


def _stored(database, item_id: str) -> tuple[str | None, str | None]:
    wanted = select(request.c.contact_office, request.c.alternate_office)
    with database.read() as conn:
        return tuple(conn.execute(wanted.where(request.c.item_id == item_id)).one())


def test_the_alternate_is_another_office_of_the_own_member(browse, asked, database):
    other, item = asked("draft"), asked("draft")
    ghana = browse("ghana")
    offices = _offices(ghana.get(f"/assistance/{item}/contacts"))
    assert list(offices) == ["None", "Focal Point", "Alternate"]
    first, second = offices["Focal Point"], offices["Alternate"]
    sent = {"version": "3", "then": "leave", "contact": first}
    place = f"/assistance/{item}/contacts"

    page = ghana.post(place, {**sent, "alternate": first}, status=422)
    assert page.words(".err") == ["Choose another office than the contact, or none."]
    assert page.soup.select_one("#f-alternate option[selected]")["value"] == first

    for name in ("contact", "alternate"):
        page = ghana.post(place, {**sent, name: "somebody"}, status=422)
        assert page.words(".err") == ["Choose one of the answers offered."]

    ghana.post(place, {**sent, "alternate": second})

    assert _stored(database, item) == (first, second)
    assert _stored(database, other) == (None, None)
    facts = browse("ghana").get(f"/assistance/{item}").soup.select(".facts > div")
    assert {row.dt.text: row.dd.text for row in facts}["Alternate contact"] == "Alternate"
    kept = browse("ghana").get(place).soup.select_one("#f-alternate option[selected]")
    assert kept["value"] == second
    for outsider in ("denmark", "nobody"):
        browse(outsider).get(f"/assistance/{item}", status=404 if outsider == "denmark" else 303)
