"""Whoever acts for the Secretariat shows a second factor first, and again for dangerous acts."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from app.access.policy import POLICY, P, allows, ensure
from app.access.proof import Proof
from app.access.proving import BEFORE_PROOF
from app.core import clock
from app.core.db import table
from app.core.errors import SecondFactorNeeded
from app.identity.models import PortalSession
from tests.access.cases import ACTS, CASES
from tests.access.cells import address
from tests.access.table import VIEWERS, Thing
from tests.house import routes
from tests.support.browse import HTMX
from tests.support.rows import dump

session = table(PortalSession)
STAFF = ("editor", "administrator")
FACTOR = "/account/second-factor"
BESIDE = f"{FACTOR}?next=/sign-in/done"
DANGEROUS = {
    "POST /appointments/{appointment_id}/end": "administrator",
    "POST /appointments/{appointment_id}/verify": "administrator",
    "POST /directory/facilitating": "administrator",
    "POST /directory/facilitating/{key}/end": "administrator",
    "POST /directory/offices/table.csv": "administrator",
    "POST /directory/organisations/table": "administrator",
    "POST /directory/entities": "administrator",
    "POST /hand-over/{office_id}": "administrator",
    "POST /incident/edit": "administrator",
    "POST /incident/end": "administrator",
    "POST /invitations/{invitation_id}/renew": "administrator",
    "POST /invitations/{invitation_id}/withdraw": "administrator",
    "POST /manual/consultations": "editor",
    "POST /manual/consultations/{item_id}/end": "editor",
    "POST /manual/consultations/{item_id}/prolong": "editor",
    "POST /manual/consultations/{item_id}/show": "editor",
    "POST /manual/consultations/{item_id}/voices": "editor",
    "POST /manual/consultations/{item_id}/voices/{guest_id}/renew": "editor",
    "POST /manual/consultations/{item_id}/voices/{guest_id}/withdraw": "editor",
    "POST /manual/consultations/{item_id}/withdraw": "editor",
    "POST /manual/editions/{edition}/correct": "editor",
    "POST /manual/editions/{edition}/withdraw": "editor",
    "POST /manual/publish": "editor",
    "POST /manual/submissions/{key}/agree": "editor",
    "POST /manual/submissions/{key}/refuse": "editor",
    "POST /manual/submissions/{key}/take-back": "editor",
    "POST /nominations/{nomination_id}/accept": "administrator",
    "POST /offices/{office_id}/archive": "editor",
    "POST /offices/{office_id}/archive/call-off": "editor",
    "POST /offices/{office_id}/archive/save": "editor",
    "POST /offices/{office_id}/away": "administrator",
    "POST /offices/{office_id}/back": "administrator",
    "POST /offices/{office_id}/invite": "administrator",
    "POST /offices/{office_id}/reading": "administrator",
    "POST /offices/{office_id}/review": "editor",
    "POST /offices/{office_id}/review/confirm": "editor",
    "POST /offices/{office_id}/review/end": "editor",
    "POST /offices/{office_id}/review/withdraw": "editor",
    "POST /people/{person_id}/recovery": "editor",
    "POST /people/{person_id}/recovery/agree": "editor",
    "POST /people/{person_id}/recovery/code": "editor",
    "POST /people/{person_id}/recovery/link": "editor",
    "POST /people/{person_id}/recovery/withdraw": "editor",
    "POST /second/{what}/{key}/agree": "director",
    "POST /second/{what}/{key}/refuse": "director",
}
"""What can hardly be undone, and who does it for the Secretariat."""

TAKE_IN = {"table": "member,kind\nGHA,adviser\n", "agreed": "yes"}
"""Taking a table in is dangerous, the report before it is not: both are one address."""


def proved(database, minutes: float | None) -> None:
    """Let every session of the Secretariat have shown its second factor so long ago, or none."""
    at = None if minutes is None else clock.wall() - timedelta(minutes=minutes)
    factor = "" if minutes is None else "provider"
    with database.unit_of_work() as db:
        db.execute(update(session).values(factor=factor, factor_at=at))


def without_sessions(database) -> dict[str, object]:
    return {
        name: rows for name, rows in dump(database).items() if name not in {"session", "throttle"}
    }


@pytest.fixture
def made(template) -> dict[str, str]:
    """The things of the matrix, by name."""
    return dict(template.held.made)


# the rules ----------------------------------------------------------------------------------------


def test_the_dangerous_acts_are_the_list(app):
    found = {
        str(entry)
        for entry in routes.registered(app)
        if entry.method == "POST" and entry.permission and POLICY[entry.permission].dangerous
    }
    assert found == set(DANGEROUS)
    assert {p for p in P if POLICY[p].dangerous} == {
        P.CONSULTATION_LEAD, P.INCIDENT_STATE, P.MANUAL_AGREE, P.MANUAL_PUBLISH, P.OFFICES_EXPORT,
        P.OFFICES_GRANT, P.OFFICE_AWAY,
        P.OFFICE_ARCHIVE, P.OFFICE_HAND_OVER, P.OFFICE_REVIEW, P.ORGANISATIONS_KEEP,
        P.PEOPLE_INVITE, P.PERSON_RECOVER, P.SECOND_DECIDE,
    }  # fmt: skip


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("permission", P)
def test_without_a_second_factor_nothing_is_allowed_but_what_strangers_may(name, permission):
    unproved = replace(VIEWERS[name], proof=Proof.ONE)
    assert unproved.unproved
    assert not VIEWERS[name].unproved
    assert unproved.labels == (f"person:{unproved.person_id}", "public")
    if permission in BEFORE_PROOF:
        ensure(unproved, permission)
        return
    with pytest.raises(SecondFactorNeeded) as needed:
        ensure(unproved, permission)
    assert needed.value.sentence == "Whoever acts for the Secretariat shows a second factor first."
    others = {P.HOME_READ}  # asks for nobody's office
    assert allows(unproved, permission) is (permission in others)


@pytest.mark.parametrize("proof", Proof)
@pytest.mark.parametrize("permission", [p for p in P if POLICY[p].dangerous])
def test_a_dangerous_act_wants_one_of_late_and_looking_does_not(permission, proof):
    others = {
        P.MANUAL_PUBLISH: "editor", P.CONSULTATION_LEAD: "editor", P.SECOND_DECIDE: "director",
    }  # fmt: skip
    viewer = replace(VIEWERS[others.get(permission, "administrator")], proof=proof)
    thing = Thing("alternate")
    if proof == Proof.TWO_LATELY:
        ensure(viewer, permission, thing, acts=True)
    else:
        with pytest.raises(SecondFactorNeeded):
            ensure(viewer, permission, thing, acts=True)
    if proof >= Proof.TWO:
        ensure(viewer, permission, thing)


def test_members_are_asked_for_none():
    ghana = VIEWERS["owner"]
    assert (ghana.proof, ghana.unproved, ghana.needs_two) == (Proof.TWO, False, False)
    alone = replace(ghana, proof=Proof.ONE)
    assert (alone.unproved, alone.labels) == (False, ghana.labels)
    for held in (replace(alone, silent=VIEWERS["editor"].offices), VIEWERS["editor"]):
        assert held.needs_two


# without any --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("world")
def test_every_page_leads_to_it_and_back(app, browse, database, made):
    """All pages of members and of the Secretariat; what strangers read stays open."""
    proved(database, None)
    browsers = {who: browse(who) for who in STAFF}
    odd = []
    for entry in routes.registered(app):
        if entry.method != "GET" or entry.permission in {None, *BEFORE_PROOF}:
            continue
        path = address(entry.path, CASES[str(entry)][0], made)
        for who, browser in browsers.items():
            answer = browser.client.get(path, follow_redirects=False)
            wanted = 303, f"{FACTOR}?{urlencode({'next': path})}"
            if path.startswith("/api/"):
                wanted = 403, None
            if (answer.status_code, answer.headers.get("location")) != wanted:
                odd.append((who, path, answer.status_code, answer.headers.get("location")))
    assert odd == []


@pytest.mark.usefixtures("world")
def test_no_act_is_done_and_what_was_typed_comes_back(app, browse, database, made):
    proved(database, None)
    browsers = {who: browse(who) for who in STAFF}
    before, odd, asked = without_sessions(database), [], 0
    for entry in routes.registered(app):
        if entry.method != "POST" or entry.permission in {None, *BEFORE_PROOF}:
            continue
        if entry.path in routes.UNREAD or entry.path.startswith("/api/"):
            continue  # a programme shows its token, and no cookie counts for it
        case = ACTS[entry.path][0]
        for who, browser in browsers.items():
            form = {**case.form, "typed": "A text of some length that nobody wants to type again"}
            answer = browser.post(address(entry.path, case, made), form, status=403)
            kept = {f["name"]: f["value"] for f in answer.soup.select("#refusal form input")}
            link = answer.soup.select_one("#refusal form a")["href"]
            asked += 1
            if link != BESIDE or not form.items() <= kept.items():
                odd.append((who, entry.path, link, kept))
    assert asked > 50
    assert odd == []
    assert without_sessions(database) == before


@pytest.mark.usefixtures("world")
def test_what_is_not_public_may_be_there_after_a_second_factor(browse, database, made):
    path = f"/practices/{made['practice submitted']}"
    proved(database, None)
    editor = browse("editor")
    assert editor.get(path, status=303).location == f"{FACTOR}?{urlencode({'next': path})}"
    assert editor.client.get(f"/api/v1{path}").status_code == 404
    editor.get("/practices")
    editor.get("/manual")
    editor.get("/account")
    assert editor.get("/manual/99", status=404).words("h1") == ["Nothing here"]
    leads = editor.client.get(path, headers=HTMX)
    assert (leads.status_code, leads.headers["hx-redirect"]) == (
        204, f"{FACTOR}?{urlencode({'next': path})}",
    )  # fmt: skip

    proved(database, 600)
    editor.get(path)
    editor.get("/practices/abcdefghijkm", status=404)


def test_the_menu_and_the_lists_show_nothing_of_the_secretariat(browse, database):
    assert browse("editor").get("/practices").soup.select("#menu a[href='/desk']")
    proved(database, None)
    assert browse("editor").get("/practices").soup.select("#menu a[href='/desk']") == []


# not of late --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("route", DANGEROUS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
def test_a_dangerous_act_is_refused_and_can_be_sent_again(browse, database, made, route, headers):
    proved(database, 16)
    who, case = DANGEROUS[route], CASES[route][0]
    before, browser = without_sessions(database), browse(DANGEROUS[route])
    path = address(route.removeprefix("POST "), case, made)
    form = {**case.form, "note": "A note of some length that nobody wants to type again"}
    refused = browser.post(path, form, status=403, headers=headers)
    assert refused.words("h1") == ["Show a second factor"]
    assert refused.words(".lede") == [
        "This wants a second factor, shown in the last fifteen minutes."
    ]
    assert refused.soup.select_one("form a")["href"] == BESIDE
    again = refused.soup.select_one("form:has(a)")
    kept = {field["name"]: field["value"] for field in again.select("input")}
    assert again["action"] == path
    assert form.items() <= kept.items()
    assert without_sessions(database) == before

    browser.session = ""  # the token of what is sent again is bound to the browser
    proved(database, 14)
    answer = browser.client.post(path, data=kept, follow_redirects=False)
    assert answer.status_code not in {401, 403}, (who, answer.status_code)


@pytest.mark.parametrize(("minutes", "status"), [(16, 403), (14, 303)])
def test_a_table_is_taken_in_only_shortly_after_and_reported_on_always(
    browse, database, minutes, status
):
    proved(database, minutes)
    here, admin = "/directory/offices/table", browse("administrator")
    admin.post(here, {"table": TAKE_IN["table"]}, status=200)
    refused = admin.post(here, TAKE_IN, status=status)
    if status == 403:
        kept = {f["name"]: f["value"] for f in refused.soup.select("#refusal form input")}
        assert {**kept, **TAKE_IN} == kept


@pytest.mark.usefixtures("world")
def test_members_do_the_same_without(browse, database, made):
    proved(database, None)
    case = CASES["POST /offices/{office_id}/invite"][0]
    browse("ghana").post(address("/offices/{office_id}/invite", case, made), case.form, status=200)
