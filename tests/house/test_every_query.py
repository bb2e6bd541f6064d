"""Every GET page sends exactly so many statements, with one thing of each kind and with three."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import delete, event
from starlette.testclient import TestClient

from app.directory import viewers
from app.following import actions as following
from app.following.models import FollowNews
from app.following.rules import What
from app.notifications.classes import How
from app.web.models import Throttle
from tests.house import routes
from tests.support.browse import Browser
from tests.support.stocked import stock

NOT_COUNTED = ("BEGIN", "PRAGMA", "SAVEPOINT")
OK = 200
WHO = ("ghana", "editor")
COUNTS = {
    "/": [2],
    "/about/accessibility": [2],
    "/about/audiences": [2],
    "/about/contact": [2],
    "/about/data": [3],
    "/about/network": [3],
    "/about/privacy": [2],
    "/about/programmes": [2],
    "/account": [3],
    "/account/confirm": [4],
    "/account/data": [4],
    "/account/notices": [5],
    "/account/passkeys/new": [4],
    "/account/recovery": [3],
    "/account/second-factor": [4],
    "/account/security": [5],
    "/account/tokens": [3],
    "/account/check-word": [2],
    "/account/calendar": [6],
    "/api/v1/adaptations/{item_id}": [2],
    "/api/v1/assistance": [2],
    "/api/v1/assistance/{item_id}": [4, 5, 6],
    "/api/v1/directory": [3],
    "/api/v1/directory/{code}": [5],
    "/api/v1/manual": [3],
    "/api/v1/manual/{edition}/{language}/{chapter}": [5, 7],
    "/api/v1/manual/blocks/{block}": [2],
    "/api/v1/manual/blocks/{block}/{edition}": [7],
    "/api/v1/manual/compare/{a}/{b}": [8],
    "/api/v1/following": [2, 4],
    "/api/v1/office/offers": [2],
    "/api/v1/office/open-seats": [2],
    "/api/v1/office/overview/asked": [3],
    "/api/v1/office/overview/{part}": [2],
    "/api/v1/office/practices": [2],
    "/api/v1/office/practices/{item_id}": [9],
    "/api/v1/office/requests": [2],
    "/api/v1/openapi.json": [0],
    "/api/v1/practices": [8],
    "/api/v1/practices/{item_id}": [11],
    "/api/v1/practices/{item_id}/adaptations": [3],
    "/api/v1/practices/{item_id}/comments": [3],
    "/api/v1/practices/{item_id}/versions": [3],
    "/api/v1/practices/{item_id}/versions/{number}": [4],
    "/api/v1/search": [1],
    "/api/v1/standing-offers": [2],
    "/api/v1/standing-offers/{item_id}": [2],
    "/assistance": [3, 5],
    "/by-code": [2],
    "/assistance/enter": [4],
    "/assistance/new": [3],
    "/assistance/notes": [3],
    "/assistance/download": [2],
    "/assistance/download/{name}": [4],
    "/assistance/overview": [8],
    "/assistance/overview/table.csv": [7],
    "/assistance/sealed": [3, 6],
    "/assistance/suggested": [5],
    "/assistance/to-answer": [4],
    "/assistance/figures": [6],
    "/assistance/figures/{year}/table.csv": [4],
    "/assistance/{item_id}": [14, 15, 17, 18, 20],
    "/assistance/{item_id}/audience": [6, 7],
    "/assistance/{item_id}/check": [9],
    "/assistance/{item_id}/clearance": [4],
    "/assistance/{item_id}/contacts": [6],
    "/assistance/{item_id}/files": [5],
    "/assistance/{item_id}/history": [6, 7],
    "/assistance/{item_id}/how": [4],
    "/assistance/{item_id}/readers": [6],
    "/assistance/{item_id}/steer": [4],
    "/assistance/{item_id}/what": [4],
    "/assistance/{item_id}/widen": [5],
    "/assistance/{item_id}/wider": [5],
    "/desk": [14],
    "/desk/answers": [3],
    "/desk/letters": [4],
    "/desk/requests": [4],
    "/desk/requests/{item_id}/helpers": [15],
    "/desk/answers/new": [2],
    "/desk/batch": [2],
    "/desk/figures": [5],
    "/desk/figures/silent.csv": [3],
    "/desk/figures/waiting.csv": [3],
    "/directory": [5],
    "/directory/colleagues": [3],
    "/directory/organisations": [4],
    "/directory/organisations/table.csv": [2],
    "/directory/{code}": [9],
    "/directory/{code}/appoint": [5],
    "/directory/{code}/history": [6],
    "/directory/{code}/offices": [8],
    "/hand-over/{office_id}": [17, 20],
    "/healthz": [0],
    "/home": [17, 27],
    "/incident": [3],
    "/manual": [6],
    "/manual/compare/{a}/{b}": [9],
    "/manual/compare/{a}/{b}/block/{block}": [7],
    "/manual/compare/{a}/{b}/sides/{chapter}": [8],
    "/manual/compare/{a}/{b}/whole": [8],
    "/manual/consult": [4],
    "/manual/consultations": [3, 4],
    "/manual/edit": [11],
    "/manual/edit/{chapter}": [8],
    "/manual/edit/{chapter}/history": [6],
    "/manual/edit/{chapter}/word": [4],
    "/manual/editions/{edition}": [6],
    "/manual/edit/{chapter}/sections": [6],
    "/manual/edit/{chapter}/sections/{section}": [28],
    "/manual/edit/{chapter}/sections/{section}/arrange": [5],
    "/manual/edit/{chapter}/sections/{section}/figures": [6],
    "/manual/edit/{chapter}/sections/{section}/history": [6],
    "/manual/links": [8],
    "/manual/publish": [35],
    "/manual/comments": [7],
    "/manual/discuss": [9],
    "/manual/discuss/{block}": [11],
    "/manual/clear": [6],
    "/manual/clearances": [4],
    "/manual/suggest": [7],
    "/manual/suggest/{block}": [6],
    "/manual/suggestions": [6, 7],
    "/manual/translate": [6],
    "/manual/translate/{language}": [6],
    "/manual/translate/{language}/{chapter}": [9],
    "/manual/{edition:edition}/{language}/{chapter}": [0],
    "/m/{edition}/{block}/check": [10],
    "/m/{edition}/{block}/cite.bib": [6],
    "/m/{edition}/{block}/cite.json": [6],
    "/m/{edition}/{block}/cite.ris": [6],
    "/manual/{edition}/{language}/{chapter}/paragraphs": [5],
    "/manual/{edition}": [6],
    "/manual/{edition}/find": [4],
    "/manual/{edition}/files": [5],
    "/manual/{edition}/files/{chapter}/{file}": [4],
    "/manual/{edition}/{language}/{chapter}/cite.bib": [4],
    "/manual/{edition}/{language}/{chapter}/cite.ris": [4],
    "/manual/{edition}/{language}/{chapter}/you": [10],
    "/manual/reading": [6],
    "/manual/{edition}/coverage": [5],
    "/manual/{edition}/received": [4],
    "/manual/feed/{language}": [0],
    "/manual/feed/{language}/{chapter}": [0],
    "/people/{person_id}/history": [6],
    "/people/{person_id}/recovery": [11],
    "/offices/{office_id}/archive": [4],
    "/offices/{office_id}/away": [6],
    "/offices/{office_id}/entry": [5],
    "/offices/{office_id}/invite": [3],
    "/offices/{office_id}/review": [8],
    "/offices/{office_id}/write": [4],
    "/following": [5, 7],
    "/following/new": [7],
    "/practices": [5],
    "/practices/feed": [8],
    "/practices/import": [2],
    "/practices/enter/import": [3],
    "/practices/enter/import/template.csv": [1],
    "/practices/import/template.csv": [1],
    "/practices/picture": [4],
    "/practices/{item_id}/translations": [11, 12],
    "/practices/{item_id}/translations/{language}": [12],
    "/api/v1/open-seats": [2],
    "/api/v1/open-seats/{item_id}": [3],
    "/directory/entities": [3],
    "/open-seats": [4],
    "/open-seats/feed": [2],
    "/open-seats/figures": [5],
    "/open-seats/figures/{year}/table.csv": [4],
    "/open-seats/new": [5, 6],
    "/open-seats/table.csv": [3],
    "/open-seats/wishes": [3],
    "/open-seats/{item_id}": [4],
    "/open-seats/{item_id}/change": [7],
    "/open-seats/{item_id}/history": [5],
    "/practices/new": [4],
    "/practices/enter": [4],
    "/practices/download": [4],
    "/practices/unnamed": [3],
    "/practices/{item_id}": [10, 11, 14, 15, 16],
    "/practices/{item_id}/adaptations": [5],
    "/adaptations/{item_id}": [3],
    "/adaptations/{item_id}/change": [5],
    "/adaptations/{item_id}/history": [6],
    "/adaptations/{item_id}/versions": [4],
    "/practices/{item_id}/guests": [5],
    "/assistance/{item_id}/guests": [5, 6],
    "/practices/{item_id}/history": [7],
    "/practices/{item_id}/edit/{step}": [13, 14, 16],
    "/practices/{item_id}/owners": [6, 7],
    "/practices/{item_id}/written": [6],
    "/practices/{item_id}/files": [11],
    "/practices/{item_id}/questions": [5],
    "/practices/{item_id}/names": [4],
    "/practices/{item_id}/readers": [14],
    "/practices/{item_id}/versions": [11],
    "/practices/{item_id}/clearances": [5],
    "/search": [2],
    "/sign-in/done": [2],
    "/standing-offers": [3, 4],
    "/standing-offers/new": [3],
    "/standing-offers/{item_id}": [4, 5],
    "/standing-offers/{item_id}/change": [5],
    "/standing-offers/{item_id}/history": [5],
    "/static/{name:path}": [0],
}
"""Route → how many statements its pages send, for each of ``WHO`` that gets one: each number once.

A route that is missing here fails, and so does one that sends more for three than for one. What
`/readyz` asks differs between the databases: it looks into the catalogue.
"""

LEAD_ON = {
    "/open-seats/{item_id}/apply",
    "/practices/{item_id}/translations/{language}/of/{member}",
    "/practices/{item_id}/adaptations/new",
    "/directory/facilitating",
    "/second/{what}/{key}",
    "/second/edition/{key}/changes",
    "/second/edition/{key}/changes/{chapter}",
    "/second/edition/{key}/changes/languages/{language}",
    "/account/passkeys/code",
    "/assistance/sealed/{card_id}",
    "/assistance/{item_id}/offers/{offer_id}/files",
    "/assistance/{item_id}/offers/{offer_id}/terms",
    "/assistance/{item_id}/offers/{offer_id}/talk",
    "/assistance/{item_id}/offers/{offer_id}/talk/dates/{moment_id}",
    "/assistance/{item_id}/offers/{offer_id}/plan",
    "/assistance/{item_id}/offers/{offer_id}/plan/{step_id}",
    "/assistance/{item_id}/offers/{offer_id}/after",
    "/assistance/{item_id}/practice",
    "/api/v1/practices/{item_id}/files/{file_id}",
    "/api/v1/office/practices/{item_id}/files/{file_id}",
    "/api/v1/assistance/{item_id}/files/{file_id}",
    "/api/v1/assistance/{item_id}/offers/{offer_id}/files/{file_id}",
    "/assistance/{item_id}/files/{file_id}",
    "/assistance/{item_id}/offers/{offer_id}/files/{file_id}",
    "/api/v1/assistance/{item_id}/offers/{offer_id}/terms",
    "/api/v1/assistance/{item_id}/offers/{offer_id}/plan",
    "/api/v1/assistance/{item_id}/offers/{offer_id}/talk",
    "/api/v1/assistance/{item_id}/offers/{offer_id}/after",
    "/manual/figures/{name}",
    "/practices/{item_id}/comments/{comment_id}",
    "/practices/{item_id}/files/{file_id}",
    "/assistance/{item_id}/entities/{code}",
    "/assistance/{item_id}/entities/{code}/papers",
    "/assistance/{item_id}/entities/{code}/papers/{file_id}",
    "/assistance/{item_id}/letter",
    "/assistance/{item_id}/letter/{file_id}",
    "/practices/{item_id}/letter",
    "/practices/{item_id}/letter/{file_id}",
    "/practices/{item_id}/unnamed/letter/{file_id}",
    "/practices/download/{name}",
    "/appointments/{appointment_id}",
    "/appointments/{appointment_id}/evidence",
    "/appointments/{appointment_id}/evidence/{file_id}",
    "/hand-over/{office_id}/inherited",
    "/desk/answers/{answer_id}",
    "/desk/letters/{letter_id}",
    "/desk/batches/{batch_id}",
    "/directory/offices/table",
    "/directory/organisations/table",
    "/directory/{code}/offices/new",
    "/incident/edit",
    "/guest/invitation/{token}",
    "/guest/{guest_id}",
    "/guest/request/{guest_id}",
    "/guest/request/{guest_id}/files/{file_id}",
    "/guest/{guest_id}/files/{file_id}",
    "/invitation/{token}",
    "/letters/stop/{token}",
    "/language/{code}",
    "/nominations/{nomination_id}",
    "/nominations/{nomination_id}/evidence",
    "/nominations/{nomination_id}/evidence/{file_id}",
    "/offices/{office_id}/reading",
    "/m/{edition}/{block}",
    "/manual/compare",
    "/manual/on",
    "/manual/current/{language}/{chapter}",
    "/manual/submissions/{key}",
    "/manual/suggestions/{item_id}",
    "/manual/discuss/{block}/comments/{item_id}",
    "/manual/consultations/{item_id}",
    "/manual/consultations/{item_id}/chapters/{chapter}",
    "/manual/consultations/{item_id}/voices",
    "/manual/consultations/{item_id}/voices/{guest_id}",
    "/manual/consultations/{item_id}/write",
    "/guest/consultation/{guest_id}",
    "/guest/consultation/{guest_id}/chapters/{chapter}",
    "/guest/consultation/{guest_id}/text",
    "/guest/consultation/{guest_id}/write",
    "/manual/contributions/{item_id}",
    "/manual/clearances/{item_id}",
    "/manual/clearances/{item_id}/file",
    "/practices/joining/{asked_id}",
    "/assistance/clearances/{item_id}",
    "/assistance/clearances/{item_id}/file",
    "/practices/clearances/{item_id}",
    "/practices/clearances/{item_id}/file",
    "/manual/submissions/{key}/{chapter}",
    "/manual/submissions/{key}/languages/{language}",
    "/following/feed/{token}",
    "/calendar/{token}",
    "/open-seats/feed/{token}",
    "/recovery/{token}",
    "/taken-out/{token}",
    "/sign-in",
    "/sign-in/return/{provider}",
}
"""Routes that answer nobody of ``WHO`` with a page: they lead on, end here, or are for others."""


NOT_ASKED = {"/readyz", "/practices/{item_id}/practice.pdf", "/assistance/{item_id}/note.pdf"}
"""What is asked by machines, and what may not be asked for so often as it is here."""


@contextmanager
def counting(engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        if not statement.startswith(NOT_COUNTED):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def measured(http, portal, addresses) -> dict[str, int]:
    """Return for each address that answers how many statements it sends once it is warm.

    Whoever is made to wait is answered without asking the database, so nobody is: a machine
    that is fast enough to use up the room of a pace would count less than there is.
    """
    found = {}
    portal.waits.clear()
    with portal.db.unit_of_work() as db:
        db.exec(delete(Throttle))
    for address in addresses:
        first = http.get(address, follow_redirects=False)
        if first.status_code != OK:
            continue
        http.get(address)
        with counting(portal.db.engine) as sent:
            assert http.get(address).status_code == OK, address
        found[address] = len(sent)
    return found


def follow(portal, who, about: str, name: str) -> None:
    """Let somebody follow a practice and a search, and have been told of the practice."""
    with portal.db.unit_of_work() as db:
        following.follow_item(db, who, about, How.OFF)
        key = following.follow_search(db, who, f"q={name}", name, How.OFF)
        db.add(FollowNews(follow_id=key, item_id=about, what=What.NEW))


@pytest.fixture
def counts(app, portal, cast, stocked, monkeypatch):
    """Return what each GET route sends, by address, with one and with three of everything."""
    monkeypatch.setattr(viewers, "SEEN_EVERY", timedelta(days=1))
    ids = list(stocked.values())
    offices = [cast[who].viewer.office.id for who in ("ghana", "ghana_alternate")]
    paths = [e.path for e in routes.registered(app) if e.method == "GET"]
    paths = [path for path in paths if path not in NOT_ASKED]
    secret = portal.settings.secret_key.get_secret_value()

    def ask() -> dict[str, dict[tuple[str, str], int]]:
        found: dict[str, dict[tuple[str, str], int]] = {path: {} for path in paths}
        for who in WHO:
            with TestClient(app) as client:
                http = Browser(client, secret, cast[who].session).client
                for path in paths:
                    sent = measured(http, portal, routes.addresses(path, ids, offices))
                    found[path] |= {(who, address): n for address, n in sent.items()}
        return found

    follow(portal, cast["ghana"].viewer, stocked["practice published"], "one")
    one = ask()
    for name in ("two", "three"):
        follow(portal, cast["ghana"].viewer, stock(portal, cast)["practice published"], name)
    return one, ask()


@pytest.mark.long
def test_every_page_sends_exactly_so_many_statements(counts):
    one, three = counts

    assert {p: {k: (n, three[p].get(k)) for k, n in found.items() if three[p].get(k) != n}
            for p, found in one.items() if found != three[p]} == {}  # fmt: skip
    assert {path: sorted(set(found.values())) for path, found in one.items() if found} == COUNTS
    assert {path for path, found in one.items() if not found} == LEAD_ON
    assert sum(map(len, one.values())) > 90
