"""Who may see a practice sees it everywhere; who may not finds nothing of it anywhere."""

import pytest

from app.practices.rules import Stage
from tests.practices.sample import AUDIENCES

EVERYBODY = (
    "nobody", "stranger", "editor", "administrator", "ghana", "ghana_alternate", "denmark",
    "costa_rica", "timor", "eu",
)  # fmt: skip
STAFF = {"editor", "administrator"}
OWNERS = {"ghana", "ghana_alternate"}
NETWORK = OWNERS | STAFF | {"denmark", "costa_rica", "timor", "eu"}
READERS = {
    "public": set(EVERYBODY),
    "network": NETWORK,
    "group": OWNERS | STAFF,
    "members": OWNERS | STAFF | {"denmark"},
    "sets": OWNERS | STAFF | {"denmark", "costa_rica"},
    "secretariat": OWNERS | STAFF,
}
STAGED = {
    Stage.DRAFT: OWNERS,
    Stage.SUBMITTED: OWNERS | STAFF,
    Stage.RETURNED: OWNERS | STAFF,
    Stage.WITHDRAWN: OWNERS | STAFF,
}


def _missing(who) -> int:
    return 303 if who == "nobody" else 404


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_published_practice_is_there_for_its_readers_only(browse, written, audience):
    title = "Zebra crossing for two ministries"
    written("denmark", audience="public", title="Somebody else's", theme=("treaties",))
    item_id = written("ghana", audience=AUDIENCES[audience], title=title, theme=("hate-speech",))
    for who in EVERYBODY:
        sees = who in READERS[audience]
        client = browse(who)
        page = client.get(f"/practices/{item_id}", status=200 if sees else _missing(who))
        assert (title in page.text) == sees
        client.get(f"/api/v1/practices/{item_id}", status=200 if sees else 404)
        listed = client.get("/practices")
        assert (title in listed.text) == sees
        assert listed.words("[data-say]") == ["2 practices" if sees else "1 practice"]
        assert ("hate-speech" in listed.text) == sees, "not even in the filters"
        by_state = client.get("/practices?state=GHA&sort=state")
        assert (title in by_state.text) == sees
        data = client.get("/api/v1/practices").json()
        assert data["total"] == 1 + sees
        assert data["counts"]["theme"] == {"treaties": 1, **({"hate-speech": 1} if sees else {})}
        assert [p["title"] for p in data["practices"]] == [title] * sees + ["Somebody else's"]
        block = client.block("/practices?sort=title", "practices")
        assert (title in block.text) == sees


@pytest.mark.parametrize("stage", STAGED)
def test_an_unpublished_practice_is_in_no_list_and_on_its_page_for_few(browse, written, stage):
    item_id = written("ghana", stage, audience="public", title="Not out")
    for who in EVERYBODY:
        client = browse(who)
        client.get(f"/practices/{item_id}", status=200 if who in STAGED[stage] else _missing(who))
        assert client.get("/practices").words("[data-say]") == ["0 practices"]
        client.get(f"/api/v1/practices/{item_id}", status=404)


def said(page) -> list[str]:
    """Return what a refusal says, but for the name of the request, which differs each time."""
    return [words.rpartition(" · ")[0] for words in page.words("#refusal")]


@pytest.mark.parametrize("audience", ["group", "members", "sets", "secretariat"])
def test_no_act_tells_those_outside_that_it_exists(browse, written, audience):
    item_id = written("ghana", audience=AUDIENCES[audience])
    statuses = {"publish": 403, "return": 403, "withdraw": 404, "comments": 404}
    for act, status in statuses.items():
        sent = {"version": "3", "comment": "Hello there", "reason": "No"}
        other = browse("timor").post(f"/practices/{item_id}/{act}", sent, status=status)
        unknown = browse("timor").post(f"/practices/222222222222/{act}", sent, status=status)
        assert said(other) == said(unknown)
    browse("timor").get(f"/practices/{item_id}/edit/what", status=404)


def test_a_practice_that_is_withdrawn_is_gone_from_lists_at_once(browse, written):
    item_id = written("ghana", audience="public")
    reader, owner = browse("denmark"), browse("ghana")
    assert reader.get("/practices").words("[data-say]") == ["1 practice"]

    owner.post(f"/practices/{item_id}/withdraw", {"version": "3"})

    assert reader.get("/practices").words("[data-say]") == ["0 practices"]
    reader.get(f"/practices/{item_id}", status=404)
    assert owner.get(f"/practices/{item_id}").words(".st") == ["Withdrawn"]
