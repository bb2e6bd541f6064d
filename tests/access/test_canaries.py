"""What is confidential is seen by those it is for, in every channel, and by nobody else.

Every confidential column holds a word that stands nowhere else; everyone asks for everything.
"""

from collections.abc import Sequence
from http import HTTPStatus

import pytest
from sqlalchemy import select, update
from sqlmodel import SQLModel

from app.core import clock
from app.core.db import table
from app.files.serving import store_of
from app.identity.models import PortalSession
from app.mail.models import Letter
from app.practices.rules import Stage as PracticeStage
from tests.access.canaries import (
    BOUND,
    FILED,
    FOUND,
    HOLDER,
    MARKED,
    PLANTED,
    SEALED,
    TOGETHER,
    WAITING,
    WORD,
)
from tests.access.cases import PAGES
from tests.access.cells import address
from tests.access.roles import NETWORK, READER, ROLES, STAFF, A
from tests.support.browse import HTMX
from tests.support.ordering import done
from tests.support.paper import words_of

OF_PRACTICE = (
    "/practices/{}", "/practices/{}/guests", "/practices/{}/history", "/practices/{}/edit/check",
    "/practices/{}/edit/how", "/practices/{}/edit/learned", "/api/v1/practices/{}",
    "/practices/{}/translations", "/practices/{}/translations/es",
    "/practices/{}/translations/fr/of/DNK", "/api/v1/office/practices/{}",
    "/api/v1/practices/{}/versions/1", "/practices/{}/written", "/practices/{}/owners",
    "/practices/{}/edit/what?kept=yes",
)  # fmt: skip
OF_REQUEST = (
    "/assistance/{}", "/assistance/{}/guests", "/assistance/{}/history", "/assistance/{}/check",
    "/assistance/{}/what", "/assistance/{}/how", "/api/v1/assistance/{}",
    "/assistance/{}/how?kept=yes",
    "/assistance/{}/contacts", "/assistance/{}/audience", "/assistance/{}/clearance",
)  # fmt: skip
OF_STANDING = (
    "/standing-offers/{}", "/standing-offers/{}/history", "/standing-offers/{}/change",
    "/api/v1/standing-offers/{}",
)  # fmt: skip
OF_SEAT = (
    "/open-seats/{}", "/open-seats/{}/history", "/open-seats/{}/change", "/open-seats/{}/apply",
    "/api/v1/open-seats/{}",
)  # fmt: skip
OF_ADAPTATION = (
    "/adaptations/{}", "/adaptations/{}/history", "/adaptations/{}/change",
    "/adaptations/{}/versions", "/api/v1/adaptations/{}",
)  # fmt: skip
OF_SUGGESTION = ("/manual/suggestions/{}",)
OF_DISCUSSION = ("/manual/discuss/{}",)
OF_TALK = ("/practices/{}", "/api/v1/practices/{}/comments")
OF_CONSULTATION = (
    "/manual/consultations/{}", "/manual/consultations/{}/write",
    "/manual/consultations/{}/voices",
)  # fmt: skip
OF_VOICE = ("/guest/consultation/{}", "/guest/consultation/{}/write")
OF_FILE = "/assistance/{}", "/api/v1/assistance/{}"
OF_KIND = {
    "practice": OF_PRACTICE, "adaptation": OF_ADAPTATION, "standing": OF_STANDING, "seat": OF_SEAT,
    "suggestion": OF_SUGGESTION,
    "discussion": OF_DISCUSSION, "talk": OF_TALK, "file": OF_FILE,
    "files": ("/assistance/{}/files",), "consultation": OF_CONSULTATION,
    "contribution": ("/manual/contributions/{}",),
    "card": ("/assistance/sealed/{}",),
    "help": (
        "/assistance/{}/plan", "/assistance/{}/after", "/assistance/{}/talk",
        "/api/v1/assistance/{}/plan", "/api/v1/assistance/{}/after", "/api/v1/assistance/{}/talk",
    ),
    "voice": OF_VOICE, "known": ("/manual/consultations/{}",),
    "answer": ("/desk/answers/{}", "/desk/answers"), "batch": ("/desk/batches/{}",),
    "clearance": ("/manual/clearances/{}", "/manual/clearances/{}/file"),
    "request round": (
        "/assistance/clearances/{}", "/assistance/clearances/{}/file",
    ),
    "round": ("/practices/clearances/{}", "/practices/clearances/{}/file"),
}  # fmt: skip
LISTS = (
    f"/search?q={TOGETHER}", f"/api/v1/search?q={TOGETHER}", f"/practices?q={TOGETHER}",
    f"/api/v1/practices?q={TOGETHER}", "/api/v1/following", "/api/v1/office/practices",
    "/api/v1/office/requests", "/api/v1/office/offers", "/api/v1/office/open-seats",
    "/api/v1/office/overview/asked", "/api/v1/office/overview/promised",
    "/assistance/download/requests.csv", "/assistance/download/offers.json",
    "/practices?theme=early-warning",
    "/assistance?theme=early-warning", "/assistance?stage=closed", "/home", "/desk",
    "/directory/colleagues", "/directory/GHA",
    "/manual/comments", "/manual", "/manual/consultations", "/manual/suggestions",
    "/manual/suggestions?show=own", "/manual/clearances",
    "/standing-offers", "/standing-offers?theme=early-warning", "/api/v1/standing-offers",
    "/open-seats", "/open-seats?theme=early-warning&closed=yes", "/open-seats/table.csv",
    "/api/v1/open-seats",
    "/following", "/following/new?theme=early-warning", f"/practices/feed?q={TOGETHER}",
)  # fmt: skip
"""Lists, counts, facets and searches; in whole, and as what htmx asks for."""

PRINTED = {
    "practice", "practice_source", "request", "offer", "standing_offer", "guest", "hand_over",
    "manual_suggestion", "manual_contribution", "manual_clearance", "manual_cleared",
    "adaptation", "practice_round", "assistance_word", "request_round",
}  # fmt: skip
"""The tables whose words stand in the file of an office, as far as its holder reads them."""

BY_SECRET = ("/following/feed/{token}", "/calendar/{token}", "/open-seats/feed/{token}")
"""Whoever has the secret reads it as its holder does: it is nobody's to find."""
SEARCHED = {("practice", "title"), ("comment", "body")}


@pytest.fixture
def aviary(template, settings, cast, world):  # noqa: ARG001 - whose things are there too
    template.held.lay_out(settings.var_dir)
    return template.held.aviary


def everything(aviary, world) -> list[str]:
    found = {path: cases for path, cases in PAGES.items() if path not in BY_SECRET}
    pages = [address(path, cases[0], world) for path, cases in found.items()]
    things = [path.format(made) for name, made in aviary.things.items() for path in _pages_of(name)]
    return list(dict.fromkeys([*pages, *things, *LISTS]))


def _pages_of(name: str) -> Sequence[str]:
    if name == "guest":
        return ("/guest/{}",)
    if name.startswith("loan"):
        return ("/guest/request/{}",)
    return OF_KIND.get(name.partition(" ")[0], OF_REQUEST)


def test_every_marked_column_holds_a_canary(aviary):
    assert {bird.column for bird in aviary.birds.values()} == PLANTED
    assert len(MARKED) > 10
    assert len(BOUND) >= 14


@pytest.mark.long
def test_everybody_finds_what_is_for_them_and_nothing_else(asked, aviary, world, database):
    addresses = [(where, {}) for where in everything(aviary, world)]
    addresses += [(where, HTMX) for where in LISTS]
    sealed, named, found = aviary.things[SEALED], set(), set()
    for role, browser in asked.browsers.items():
        for where, headers in addresses:
            said = browser.client.get(where, headers=headers, follow_redirects=False).text
            found |= {(role, word) for word in FOUND.findall(said)}
            named |= {role} if sealed in said and sealed not in where else set()
    assert named == {*A, *STAFF}
    printed = printed_for_all(asked, world, database)
    found |= printed
    wanted = {(role, word) for word, bird in aviary.birds.items() for role in bird.readers}

    assert told(aviary, found - wanted) == []
    assert told(aviary, wanted - found) == []
    assert len(wanted) > 900
    of_offices = {w: b for w, b in aviary.birds.items() if not b.thing.startswith("voice")}
    mine = {w for w, b in of_offices.items() if b.column[0] in PRINTED and HOLDER in b.readers}
    assert told(aviary, {(HOLDER, word) for word in mine} - printed) == []
    assert {role for role, _ in printed} >= {HOLDER, "Focal Point of B", "moderator"}


def printed_for_all(asked, world, database) -> set[tuple[str, str]]:
    """Return who found which word in the file of Ghana's office, or of the own."""
    with database.unit_of_work() as db:
        db.execute(update(table(PortalSession)).values(proved_at=clock.wall()))
    found, store = set(), store_of(asked.app.state.portal.settings)
    before = {one for one, _at in store.places()}
    for role, browser in asked.browsers.items():
        own = asked.cast[ROLES[role][0]].viewer.office if ROLES[role][0] in asked.cast else None
        for office in {world["office"], own.id if own else world["office"]}:
            path = f"/offices/{office}/archive"
            given = {"data": {"csrf": browser.token}, "follow_redirects": False}
            browser.client.post(path, **given)
            done(asked.app.state.portal)
            made = {one for one, _at in store.places()} - before
            assert [one for one in made if FOUND.search(repr(store.get(one)))] == []
            answer = browser.client.post(f"{path}/save", **given)
            if answer.status_code == HTTPStatus.OK:
                said = "".join(words_of(answer.content).split())  # lines break within addresses
                found |= {(role, word) for word in FOUND.findall(said)}
    return found


def told(aviary, cells) -> list[tuple[object, ...]]:
    """Return who found (or missed) which column of what."""
    return sorted({(role, aviary.birds[w].thing, aviary.birds[w].column) for role, w in cells})


def test_a_card_is_read_by_the_network_and_says_nothing_of_who_asks(asked, aviary):
    """Whoever reads it reads the same; a file, a talk and the request itself are nowhere on it."""
    path, sealed = f"/assistance/sealed/{aviary.things['card']}", aviary.things[SEALED]
    read = {}
    for role in (*NETWORK, READER, "adviser of A", "mission that reads", "guest"):
        answer = asked.browsers[role].client.get(path)
        assert sealed not in answer.text
        assert FOUND.findall(answer.text) == []
        if answer.status_code == HTTPStatus.OK:
            read[role] = answer.text
    assert read.keys() == set(NETWORK)
    assert [role for role in set(NETWORK) - set(A) if "Ghana" in read[role]] == []


HUSHED = {"hidden comment"}
"""What nobody finds any more, whoever may still read it."""


def test_searching_for_what_one_may_not_read_is_searching_for_nothing(asked, aviary):
    """Neither a count nor a facet nor an empty place says that there is something."""
    titles = {w: b for w, b in aviary.birds.items() if b.column in SEARCHED}
    for word, bird in titles.items():
        for role in ROLES:
            answers = [
                [
                    asked.browsers[role].client.get(path.format(one)).text.replace(one, "")
                    for path in ("/api/v1/search?q={}", "/api/v1/practices?q={}")
                ]
                for one in (word, f"{WORD}{'0' * 32}")
            ]
            out = bird.thing.partition(" ")[2] not in {*WAITING} - {PracticeStage.RETIRED}
            out = out and bird.thing not in HUSHED
            assert (answers[0] == answers[1]) is not (out and role in bird.readers), (role, bird)


def test_letters_are_written_to_those_who_may_read_them(database, aviary, cast):
    known = {role: who for role, (who, _) in ROLES.items() if who in cast and role != READER}
    people = {cast[who].viewer.person_id: role for role, who in known.items()}
    with database.read() as conn:
        letters = conn.execute(select(table(Letter))).all()
    found = {
        (people.get(letter.person_id), word)
        for letter in letters
        for word in FOUND.findall(f"{letter.subject} {letter.body}")
    }

    assert [c for c in found if c[0] not in aviary.birds[c[1]].readers] == []
    assert {aviary.birds[word].column for _, word in found} & MARKED == set()
    assert len(letters) > 10


def test_sealed_words_stand_nowhere_in_clear(database, aviary):
    """Not in a search entry, a notice, a letter, the record or a stored page."""
    clear = set()
    with database.read() as conn:
        for found in SQLModel.metadata.tables.values():
            for row in conn.execute(select(found)):
                clear |= set(FOUND.findall(str(tuple(row))))
    columns = {aviary.birds[word].column for word in clear}

    assert columns & {*MARKED, *FILED} == set()
    assert columns >= BOUND - {("comment", "html")}
