"""The pages about the portal: true, worked out from rules and data, and open to everybody."""

from itertools import chain

import pytest
from starlette.testclient import TestClient

from app.access.audience import Circle
from app.access.policy import POLICY, P, allows
from app.access.viewer import OfficeKind
from app.assistance.rules import Stage as RequestStage
from app.core.config import Settings
from app.home import matrix
from app.main import create_app
from app.practices.joining.rules import Stage as JoiningStage
from app.practices.readers import listed
from app.practices.rules import Stage as PracticeStage
from app.standing.rules import Stage as StandingStage
from tests.support.browse import Browser

PAGES = ("audiences", "contact", "accessibility", "privacy", "data", "network", "programmes")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["nobody", "stranger", "ghana", "editor"])
def test_everybody_reads_every_page_and_who_may_see_it(browse, page, who):
    answer = browse(who).get(f"/about/{page}")

    assert len(answer.words("h1")) == 1
    assert answer.words(".head .aud") == ["Public"]


@pytest.mark.parametrize(
    ("page", "cost"), [(p, {"data": 1, "network": 1}.get(p, 0)) for p in PAGES]
)
def test_what_the_pages_cost(browse, queries, page, cost):
    client = browse()
    with queries(cost):
        client.get(f"/about/{page}")


def test_the_footer_leads_to_all_of_them(browse):
    found = [a["href"] for a in browse().get("/").soup.select(".foot .links a[href^='/about/']")]

    assert sorted(found) == sorted(
        f"/about/{page}" for page in PAGES if page not in {"network", "programmes"}
    )


# who can see and do what


def table(page, heading: str) -> dict[str, list[str]]:
    rows = page.soup.select(f'section[aria-labelledby="{heading}"] tbody tr')
    return {r.th.get_text(): [cell.get_text() for cell in r.select("td")] for r in rows}


def test_every_permission_stands_in_the_table():
    assert set(matrix.ACTS) == set(P) == set(POLICY)


def test_every_state_stands_in_the_table():
    of_questions = {JoiningStage.ASKED}
    others = set(chain(PracticeStage, RequestStage, StandingStage))
    assert set(matrix.STAGES) == others | of_questions


def test_every_circle_stands_in_the_table():
    assert len(matrix.CASES) == len(Circle) + len(("draft", "submitted"))


def test_who_sees_what_is_what_the_labels_say(browse):
    found = table(browse().get("/about/audiences"), "h-seeing")
    no, yes = "No", "Yes"

    assert found == {
        "A draft": [no, no, no, no, yes, no, no, no, no],
        "Submitted to the Secretariat, or returned by it": [no, no, no, no, yes, no, no, yes, no],
        "Open to the public": [yes, yes, yes, yes, yes, yes, yes, yes, yes],
        "Open to the network": [no, no, yes, yes, yes, yes, yes, yes, no],
        "Open to a regional group": [no, no, no, no, yes, yes, no, yes, no],
        "Open to the members of an organisation": [no, no, no, no, yes, yes, no, yes, no],
        "Open to chosen members": [no, no, no, no, yes, yes, no, yes, no],
        "Open to chosen offices": [no, no, no, no, yes, yes, no, yes, no],
        "Open to the Secretariat only": [no, no, no, no, yes, no, no, yes, no],
    }


def test_who_does_what_is_what_the_policy_says(browse):
    found = table(browse().get("/about/audiences"), "h-doing")
    no, yes, out = "No", "Yes", "While it is published"
    lasts = "While it is published, being entered by the Secretariat, no longer used, or hidden"

    assert len(found) == len(P) + len(matrix.OF_SOME)
    entered = found["Withdraw a practice that was entered from public sources"]
    written = found["Withdraw a practice"]
    assert entered == [*written[:6], lasts, lasts, no]
    entering = "While it is being entered by the Secretariat"
    assert written[6:] == [entering, entering, no]
    assert found["See who holds an office"] == [no, no, yes, yes, yes, yes, yes, yes, no]
    assert found["Open the list of standing offers"] == [no, no, no, yes, yes, yes, yes, yes, no]
    assert found["Use one's own account"] == [no, yes, no, yes, yes, yes, yes, yes, yes]
    asked = found["Agree as the second person to what the Secretariat proposes, where asked"]
    assert asked == [no, no, no, no, no, yes, no, no, yes]
    assert found["Invite people to any office"] == [no, no, no, no, no, no, no, yes, no]
    assert found["Invite the own alternate"] == [no, no, no, no, yes, no, no, yes, no]
    attached = "Attach the note verbale of the own alternate, until it is verified"
    assert found[attached] == [no, no, no, no, yes, no, no, yes, no]
    assert found["Comment on a practice that one sees"] == [no, no, no, no, out, out, out, out, no]
    written = found["Change a practice and submit it"]
    draft = "While it is draft, returned, or being entered by the Secretariat"
    assert written == [no, no, no, no, draft, no, entering, entering, no]


@pytest.mark.parametrize("permission", sorted(P))
def test_whoever_can_do_it_in_some_state_stands_in_a_row_of_it(permission):
    """The page beside the policy itself: nobody is left out, and nobody said who cannot."""
    rows = {row[0]: row[1:] for row in matrix.who_acts()}
    said = [rows[matrix.ACTS[permission]]]
    said += [rows[words] for words, (of, *_) in matrix.OF_SOME.items() if of == permission]
    states = [*matrix.STAGES, *OfficeKind]
    things = [matrix.Thing(one, office_id=office) for one in states for office in ("office", None)]
    for n, role in enumerate(matrix.ACTORS):
        can = any(allows(role.viewer, permission, thing) for thing in things)
        if role is matrix.WEAK and permission == P.ACCOUNT:
            can = False  # an account opens for them only to prove more
        assert can == any(row[n] != "No" for row in said), role.label


# contact, privacy


def test_the_contact_is_the_one_configured(browse):
    assert browse().get("/about/contact").soup.select_one("main .btn")["href"] == (
        "mailto:secretariat@example.org"
    )


def test_without_a_contact_the_pages_say_so(settings):
    app = create_app(settings.model_copy(update={"contact": ""}))
    with TestClient(app) as client:
        pages = {page: Browser(client, "").get(f"/about/{page}") for page in PAGES}

    assert pages["contact"].words(".empty h2") == ["No address is set up yet"]
    assert "mailto:" not in "".join(page.text for page in pages.values())


def test_privacy_names_the_cookies_that_are_set(browse):
    found = table(browse().get("/about/privacy"), "h-cookies")

    assert sorted(found) == ["device", "language", "session", "visitor"]
    assert found["session"][1].startswith("Until you sign out, after 30 minutes")


def test_over_https_the_cookies_have_their_full_names(settings: Settings):
    base = "https://portal.example.org"
    app = create_app(settings.model_copy(update={"base_url": base}))
    with TestClient(app, base_url=base) as client:
        page = Browser(client, "").get("/about/privacy")

    assert sorted(table(page, "h-cookies")) == [
        "__Host-device",
        "__Host-language",
        "__Host-session",
        "__Host-visitor",
    ]


def test_privacy_says_what_root_can_read(browse):
    words = " ".join(browse().get("/about/privacy").words("main"))

    assert "(root) on the running server can read everything that the portal decrypts" in words


# data


def test_every_address_of_the_interface_is_listed(browse):
    client = browse()
    described = client.get("/api/v1/openapi.json").json()["paths"]
    listed = table(client.get("/about/data"), "h-api")

    assert sorted(listed) == sorted(path for path, ways in described.items() if "get" in ways)
    assert listed["/api/v1/directory"] == [
        "List all members with what public sources document about a Focal Point."
    ]


def test_data_says_to_which_day_it_can_be_trusted(browse):
    found = table(browse().get("/about/data"), "h-sources")

    assert found["Who has a Focal Point"][1] == "1 November 2026"
    assert found["Figures and meetings of the network"][1] == "1 November 2026"
    assert found["Regional groups"][2].startswith("Creative Commons Attribution 4.0")


# the network


def test_figures_stand_with_their_sources(browse):
    page = browse().get("/about/network")
    found = table(page, "h-figures")

    assert {year: cells[0] for year, cells in found.items()} == {
        "2010": "11",
        "2012": "17",
        "2015": "50",
        "2017": "59, and 1 organisation",
        "2021": "61",
    }
    links = page.soup.select('section[aria-labelledby="h-figures"] td a')
    assert [a["href"] for a in links][-1] == "https://vlex.co.uk/vid/never-again-the-role-875455251"


def test_all_annual_meetings_stand_in_order_and_gaps_are_named(browse):
    found = table(browse().get("/about/network"), "h-annual")
    unknown = "Not documented"

    assert list(found) == [str(n) for n in range(1, 12)]
    assert found["1"][:4] == [
        "17–18 May 2011",
        "New York",
        listed(["Costa Rica", "Denmark", "Ghana"]),
        "31",
    ]
    assert found["2"][0] == "29 Sept 2012"
    assert found["3"][3] == "more than 35"
    assert found["10"][:4] == [unknown] * 4
    assert found["10"][5] == unknown


def test_other_meetings_stand_apart(browse):
    found = table(browse().get("/about/network"), "h-others")

    assert sorted(found) == ["Preparatory workshop", "Regional meeting"]
    assert found["Regional meeting"][:3] == ["2013", "Ljubljana", "Slovenia"]
