"""Loading puts the documented practices out once, and never touches what the portal changed."""

import shutil

import pytest
from sqlalchemy import select, update

from app.core.db import table
from app.items.models import Item
from app.practices import loading
from app.practices.models import Practice


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "practices"
    shutil.copytree(loading.DOCUMENTED, copy)
    return copy


def _load(database, folder=loading.DOCUMENTED) -> int:
    with database.unit_of_work() as db:
        return loading.load(db, folder)


def _titles(database) -> set[str]:
    with database.read() as conn:
        return set(conn.execute(select(table(Practice).c.title)).scalars())


def test_all_22_are_there_for_everybody_with_their_sources(browse, database):
    assert _load(database) == 22
    page = browse().get("/practices")
    assert page.words("[data-say]") == ["22 practices"]
    first = browse().get("/practices?state=GHA")
    href = first.soup.select_one(".rows a")["href"]
    entry = browse().get(href)
    assert "Entered from public sources, not confirmed by the state." in entry.words(".note strong")
    assert entry.words(".empty h3") == [
        "Not described yet",
        "Nobody has said yet what it made of this practice",
    ]
    assert entry.words(".empty p")[0] == (
        "The office of this entry (Ghana) can tell the Secretariat what is missing."
    )
    assert len(entry.soup.select(".notes li a[rel]")) == 3
    assert entry.words(".side dd")[0] == "Ghana"


def test_a_practice_of_two_members_is_found_under_both(browse, database):
    _load(database)
    for code, group in (("ESP", "weog"), ("CHL", "grulac")):
        found = browse().get(f"/practices?state={code}&group={group}")
        assert "Spain" in found.words(".rows .meta")[0]


def test_loading_again_adds_nothing(database):
    _load(database)
    before = _titles(database)

    assert _load(database) == 0
    assert _titles(database) == before


def test_what_was_withdrawn_stays_withdrawn(browse, database):
    _load(database)
    ghana = browse("ghana")
    href = ghana.get("/practices?state=GHA").soup.select_one(".rows a")["href"]
    ghana.post(f"{href}/withdraw", {"version": "1"})

    assert _load(database) == 0
    assert browse().get("/practices").words("[data-say]") == ["21 practices"]


@pytest.mark.parametrize("who", ["editor", "administrator", "ghana"])
def test_what_came_from_public_sources_is_withdrawn_by_who_entered_it(browse, database, who):
    _load(database)
    client = browse(who)
    href = client.get("/practices?state=GHA").soup.select_one(".rows a")["href"]
    form = client.get(href).soup.select_one(f'form[action="{href}/withdraw"]')
    client.post(f"{href}/withdraw", {"version": form.select_one("[name=version]")["value"]})

    browse("denmark").get(href, status=404)
    assert browse().get("/practices").words("[data-say]") == ["21 practices"]
    assert client.get(href).words("#standing .st") == ["Withdrawn"]
    assert browse("editor").get(href).soup.select('form[action$="/withdraw"]') == []


@pytest.mark.parametrize("who", ["denmark", "stranger"])
def test_nobody_else_withdraws_what_came_from_public_sources(browse, database, who):
    _load(database)
    client = browse(who)
    href = client.get("/practices?state=GHA").soup.select_one(".rows a")["href"]

    assert client.get(href).soup.select('form[action$="/withdraw"]') == []
    client.post(f"{href}/withdraw", {"version": "1"}, status=403)


def test_the_secretariat_never_withdraws_what_an_office_wrote(browse, written):
    item_id = written("ghana", audience="public")
    client = browse("editor")

    assert client.get(f"/practices/{item_id}").soup.select('form[action$="/withdraw"]') == []
    client.post(f"/practices/{item_id}/withdraw", {"version": "3"}, status=403)


def test_a_better_file_replaces_only_what_nobody_touched(database, folder):
    _load(database, folder)
    for name in ("04-ghana-national-peace-council", "18-united-kingdom-parliamentary-inquiry"):
        path = folder / f"{name}.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('\ntitle = "', '\ntitle = "Better: '), encoding="utf-8")
    with database.unit_of_work() as db:
        touched = select(table(Practice).c.item_id).where(table(Practice).c.title.like("A peace %"))
        db.execute(update(table(Item)).where(table(Item).c.id.in_(touched)).values(version=2))

    assert _load(database, folder) == 0
    better = [title for title in _titles(database) if title.startswith("Better")]
    assert len(better) == 1
    assert "peace council" not in better[0]


def test_the_demonstration_is_loaded_once_by_its_personas(browse, cast, database):
    _load(database)
    personas = {
        "focal-point-gha": "ghana",
        "alternate-gha": "ghana_alternate",
        "focal-point-dnk": "denmark",
        "focal-point-cri": "costa_rica",
        "focal-point-tls": "timor",
        "organisation-eu": "eu",
    }
    viewers = {persona: cast[who].viewer for persona, who in personas.items()}
    with database.unit_of_work() as db:
        assert loading.load_demonstration(db, viewers) == 7
    with database.unit_of_work() as db:
        assert loading.load_demonstration(db, viewers) == 0

    assert browse().get("/practices").words("[data-say]") == ["22 practices"]
    assert browse("ghana").get("/practices").words("[data-say]") == ["24 practices"]
    href = browse("ghana").get("/practices?state=DNK").soup.select_one(".rows a")["href"]
    for who, sees in (("ghana", 1), ("eu", 1), ("denmark", 1), ("editor", 1)):
        assert len(browse(who).get(href).soup.select("article.say")) == sees
    browse("costa_rica").get(href, status=404)


@pytest.mark.parametrize("code", ["GHA", "AU"])
def test_the_page_of_a_member_leads_to_its_own_practices_and_no_others(browse, database, code):
    with database.unit_of_work() as db:
        loading.load(db)
    member = browse().get(f"/directory/{code}")
    (href,) = [link["href"] for link in member.soup.select(".side a[href^='/practices']")]
    shown = browse().get(f"/api/v1{href}").json()["practices"]

    assert {code in one["members"] for one in shown} <= {True}
    assert len(browse().get(href).words(".rows h3")) == len(shown) < 20
    assert bool(shown) == (code == "GHA")
