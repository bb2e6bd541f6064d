"""A Focal Point who came in by a way that is worth reading only: every route, every rule."""

from dataclasses import replace
from urllib.parse import urlencode, urljoin

import pytest
from sqlalchemy import select, update

from app.access.policy import P, allows, ensure
from app.core.db import table
from app.core.errors import StrongerNeeded
from app.identity.models import PortalSession
from app.identity.sessions import hashed
from app.items.models import Item
from app.rooms import ROOMS
from app.web.guard import READING_TOO
from tests.access.cases import ACTS, CASES
from tests.access.cells import address
from tests.access.roles import NETWORK, SEES, STILL, TO_READERS
from tests.access.table import VIEWERS
from tests.house import routes
from tests.support.browse import Answer
from tests.support.rows import dump

session, item = table(PortalSession), table(Item)
SAID = "This needs your passkey or app code."
BY_PROVIDERS = "/sign-in/back-channel/{provider}"


@pytest.fixture
def reader(asked, cast, database):
    """The browser of Ghana's Focal Point, come in by a code that was mailed."""
    with database.unit_of_work() as db:
        own = session.c.id_hash == hashed(cast["ghana"].session)
        db.execute(update(session).where(own).values(reads_only=True))
    return asked.browsers["Focal Point of A"]


@pytest.mark.parametrize("name", sorted(VIEWERS.keys() - {"reading mission"}))
def test_the_rules_open_to_readers_what_the_network_reads_and_no_more(name):
    strong = VIEWERS[name]
    weak = replace(strong, reads_only=True)
    assert weak.labels == (("network", "public") if strong.in_network else ("public",))
    assert weak.member is None
    for permission in P:
        if permission in TO_READERS:
            assert allows(weak, permission) is allows(strong, permission)
        elif permission != P.ACCOUNT:
            assert not allows(weak, permission)
            with pytest.raises(StrongerNeeded):
                ensure(weak, permission)


def test_what_a_mission_reads_for_a_time_does_not_come_by_such_a_way():
    weak = replace(VIEWERS["reading mission"], reads_only=True)
    assert weak.reads_by == ("public",)
    assert [permission for permission in P if allows(weak, permission)] == [P.ANYONE, P.ACCOUNT]


def test_the_closed_list_is_what_the_routes_say():
    said = {
        (method, route.path)
        for room in ROOMS
        for route in room.routes
        if getattr(route.endpoint, READING_TOO)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert said == set(STILL)


def test_pages_are_those_of_the_network_and_the_others_lead_to_a_stronger_way(app, reader, world):
    odd, shown, wanted, refused = [], set(), set(), 0
    for entry in routes.registered(app):
        if entry.method != "GET" or entry.permission is None:
            continue
        for case in CASES[str(entry)]:
            path = address(entry.path, case, world)
            answer = reader.client.get(path, follow_redirects=False)
            if entry.permission in TO_READERS or ("GET", entry.path) in STILL:
                ok = answer.status_code in {
                    200,
                    303,
                    307,
                    400,
                    404,
                    503,
                }  # a file that is not stored
                wanted |= {one for one in case.things if set(NETWORK) <= set(SEES[one])}
                if answer.status_code == 200:
                    shown |= set(case.things)
            else:
                refused += 1
                link = f'href="/account/confirm?{urlencode({"next": path})}"'
                api = path.startswith("/api/")
                ok = (answer.status_code, SAID in answer.text) == (403, True)
                ok = ok and (api or link.replace("&", "&amp;") in answer.text)
            if not ok:
                odd.append((path, answer.status_code))
    assert odd == []
    assert shown == wanted
    assert "practice published" in shown
    assert refused > 50


def test_no_act_is_done_and_what_was_typed_comes_back(reader, database, world):
    def rows():
        return {k: v for k, v in dump(database).items() if k not in {"session", "throttle"}}

    before, odd = rows(), []
    for path, cases in ACTS.items():
        if ("POST", path) in STILL or path in {*routes.UNREAD, BY_PROVIDERS}:
            continue
        sent = {"csrf": reader.token, **cases[0].form, "typed": "a word of mine"}
        where = address(path, cases[0], world)
        answer = reader.client.post(where, data=sent, follow_redirects=False)
        if (answer.status_code, SAID in answer.text, "a word of mine" in answer.text) != (
            403, True, True,
        ):  # fmt: skip
            odd.append((path, answer.status_code))
    assert odd == []
    assert rows() == before
    refused = [
        reader.client.post(address(path, ACTS[path][0], world), data={"csrf": reader.token})
        for path in routes.UNREAD
    ]
    assert [one.status_code for one in refused] == [403] * len(routes.UNREAD)


def test_no_page_offers_what_then_refuses(reader, world):
    pages = ["/", "/practices", "/directory", "/directory/GHA", "/search?q=early", "/manual",
             "/about/data", f"/practices/{world['practice published']}"]  # fmt: skip
    odd, followed = [], set()
    for path in pages:
        page = reader.client.get(path)
        soup = Answer(page).soup
        links = {urljoin(str(page.url), one["href"]) for one in soup.select("body a[href]")}
        forms = {one["action"] for one in soup.select("form[method=post]")}
        odd += [(path, one) for one in sorted(forms) if ("POST", one) not in STILL]
        for where in sorted(link for link in links if link.startswith("http://testserver")):
            if where in followed or page.url.path.startswith("/manual"):  # the same for everybody
                continue
            followed.add(where)
            answer = reader.client.get(where, follow_redirects=False)
            odd += [(path, where)] if answer.status_code == 403 else []
    assert not odd, odd
    assert len(followed) > 20
    menu = Answer(reader.client.get("/practices")).soup.select("#menu a")
    assert [one["href"] for one in menu] == ["/manual", "/practices", "/directory"]


def test_whoever_comes_to_step_up_is_told_so_and_others_what_they_confirm(reader, asked):
    weak = Answer(reader.client.get("/account/confirm"))
    whole = Answer(asked.browsers["alternate of A"].client.get("/account/confirm"))
    assert weak.words("h1") == ["Sign in by a stronger way"]
    assert weak.words(".lede")[0].startswith("You came in by a way that opens reading only. ")
    assert whole.words("h1") == ["Confirm that it is you"]
    assert "hardly be undone" in whole.words(".lede")[0]


def test_search_and_a_members_page_tell_of_no_request_and_no_standing_offer(
    reader, asked, world, database
):
    strong = asked.browsers["alternate of A"]
    with database.read() as conn:
        rows = conn.execute(select(item.c.id, item.c.number, item.c.kind)).all()
    numbers = {row.id: row.number for row in rows if row.number}
    shut = [numbers[world[one]] for one in ("request open", "standing standing")]
    title = Answer(strong.client.get(f"/standing-offers/{world['standing standing']}")).words("h1")

    def finds(browser) -> list[object]:
        pages = [f"/search?q={shut[0]}", f"/search?q={shut[1]}"]
        found = [browser.client.get(one, follow_redirects=False).status_code for one in pages]
        hits = browser.client.get("/api/v1/search", params={"q": title[0]}).json()
        member = Answer(browser.client.get("/directory/GHA")).words("#h-standing")
        return [*found, hits["counts"].get("standing-offer", 0) > 0, bool(member)]

    assert finds(strong) == [303, 303, True, True]
    assert finds(reader) == [200, 200, False, False]
    asked_for = reader.client.get(
        "/api/v1/search", params={"q": title[0], "kind": "standing-offer"}
    )
    assert asked_for.json()["hits"] == []
    practice = numbers[world["practice published"]]
    assert reader.client.get(f"/search?q={practice}", follow_redirects=False).status_code == 303
