"""Names are offered while one is typed: only of those who read the practice, at a flat cost."""

from sqlalchemy import select

from app.core.db import table
from app.discussion.models import Comment
from tests.house.test_every_query import counting

GHANA = ["Ghana", "ghana (test)", "ghana_alternate (test)"]
DENMARK = ["Denmark", "denmark (test)"]
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


def narrowed(browse, who: str, item_id: str, typed: str, **form: str) -> list[str]:
    answer = browse(who).get(f"/practices/{item_id}/names", params={"q": typed, **form})
    return answer.json()["names"]


def test_who_would_not_read_the_comment_itself_is_not_offered(written, browse, database):
    """What it answers and whom it is for narrow the names as they narrow its readers."""
    item_id = written("ghana")
    assert narrowed(browse, "denmark", item_id, "timor", readers="all") == TIMOR
    for kept in ("owners", "secretariat"):
        assert narrowed(browse, "denmark", item_id, "timor", readers=kept) == []
    assert narrowed(browse, "denmark", item_id, "ghana", readers="owners") == GHANA
    assert narrowed(browse, "denmark", item_id, "ghana", readers="secretariat") == []
    sent = {"comment": "For you alone.", "readers": "owners", "language": "en"}
    browse("denmark").post(f"/practices/{item_id}/comments", sent)
    with database.read() as conn:
        said = conn.execute(select(table(Comment).c.item_id)).scalar_one()
    assert narrowed(browse, "ghana", item_id, "denm", answers=said) == DENMARK
    assert narrowed(browse, "ghana", item_id, "timor", answers=said) == []
    assert narrowed(browse, "ghana", item_id, "timor") == TIMOR


def test_a_form_that_would_be_refused_is_offered_nobody(written, browse):
    item_id, other = written("ghana"), written("ghana")
    for wrong in ({"readers": "everyone"}, {"answers": "no-such"}, {"answers": other}):
        assert narrowed(browse, "denmark", item_id, "timor", **wrong) == []


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
