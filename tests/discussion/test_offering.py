"""Names are offered while one is typed: only of those who read the practice, at a flat cost."""

from tests.house.test_every_query import counting

GHANA = ["Ghana", "ghana (test)", "ghana_alternate (test)"]
TIMOR = ["Timor-Leste", "timor (test)"]


def offered(browse, who: str, item_id: str, typed: str, status: int = 200) -> list[str]:
    answer = browse(who).get(f"/practices/{item_id}/names?q={typed}", status=status)
    return answer.json()["names"] if status == 200 else []


def test_members_and_colleagues_are_offered_by_the_beginning_of_a_word(written, browse):
    item_id = written("ghana")
    assert offered(browse, "denmark", item_id, "timor") == TIMOR
    assert offered(browse, "denmark", item_id, "RICA") == ["Costa Rica"]
    assert offered(browse, "timor", item_id, "timor (") == [], "nobody mentions the own office"
    assert offered(browse, "denmark", item_id, "timor (") == ["timor (test)"]
    assert offered(browse, "denmark", item_id, "osta") == []
    assert offered(browse, "denmark", item_id, "") == []
    assert offered(browse, "denmark", item_id, "%25") == []
    assert offered(browse, "denmark", item_id, "x" * 5_000) == []


def test_a_member_without_anybody_in_office_is_not_offered(written, browse):
    assert offered(browse, "denmark", written("ghana"), "uganda") == []


def test_nobody_is_offered_who_does_not_read_it(written, browse):
    item_id = written("ghana", audience="members:DNK")
    assert offered(browse, "ghana", item_id, "denm") == ["Denmark", "denmark (test)"]
    assert offered(browse, "ghana", item_id, "timor") == []
    assert offered(browse, "timor", item_id, "denm", status=404) == []


def test_whom_the_owner_chose_is_not_told(written, browse):
    """Two members read it; neither learns of the other by typing names."""
    item_id = written("ghana", audience="members:DNK,TLS")
    assert offered(browse, "ghana", item_id, "timor") == TIMOR
    assert offered(browse, "denmark", item_id, "timor") == []
    assert offered(browse, "denmark", item_id, "ghana") == GHANA


def test_who_may_not_write_is_offered_nobody(written, browse):
    item_id = written("ghana", audience="public")
    assert browse().get(f"/practices/{item_id}/names?q=gha", status=303).location


def test_it_costs_the_same_however_many_fit(written, browse, database):
    item_id = written("ghana")
    denmark = browse("denmark")
    denmark.get(f"/practices/{item_id}/names?q=zz")
    with counting(database.engine) as few:
        denmark.get(f"/practices/{item_id}/names?q=ghana")
    with counting(database.engine) as many:
        denmark.get(f"/practices/{item_id}/names?q=a")
    assert len(many) == len(few)
