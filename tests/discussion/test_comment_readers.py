"""Whom a comment is for: its form narrows, and nobody else finds it, hears of it or answers it."""

import re

import pytest
from sqlalchemy import select

from app.access.audience import Audience, Circle
from app.access.viewer import Office, OfficeKind
from app.core.db import table
from app.discussion.rules import For, Readers, chosen_of, labels_for, narrows, offered
from app.notifications.models import DigestLine, Notice

WEOG = "Western European and Others Group"
EVERYBODY = ("ghana", "ghana_alternate", "denmark", "timor", "costa_rica", "eu", "editor")
GHANA = Office("gha", OfficeKind.FOCAL_POINT, "GHA", "Ghana", "african")
DENMARK = Office("dnk", OfficeKind.FOCAL_POINT, "DNK", "Denmark", "weog")
EU = Office("eu", OfficeKind.FOCAL_POINT, "EU", "European Union")
STAFF = Office("ed", OfficeKind.EDITOR, "SEC", "Secretariat")


@pytest.fixture
def post(browse):
    def post(item_id, who="denmark", text="Zebra question", status=303, **more: str):
        address = f"/practices/{item_id}/comments"
        answer = browse(who).post(address, {"comment": text, **more}, status=status)
        found = re.search(r"#c-(\w+)", answer.headers.get("location", ""))
        return found[1] if found else answer

    return post


@pytest.fixture
def readers(browse):
    """Return who reads ``words`` under an item; who finds them in the search must be the same."""

    def readers(item_id, words="Zebra question", finds=None):
        reads, found = set(), set()
        for who in ("nobody", "stranger", *EVERYBODY):
            client = browse(who).client
            page = client.get(f"/practices/{item_id}", follow_redirects=False).text
            if words in page:
                reads.add(who)
            hits = client.get("/api/v1/search", params={"q": words}).json()["hits"]
            if any(hit["kind"] == "comment" for hit in hits):
                found.add(who)
        assert found == (reads if finds is None else finds)
        return reads

    return readers


CHOICES = {
    For.ALL: set(EVERYBODY),
    For.OWNERS: {"denmark", "ghana", "ghana_alternate", "editor"},
    For.GROUP: {"denmark", "editor"},
    For.SECRETARIAT: {"denmark", "editor"},
}


@pytest.mark.parametrize("choice", For)
def test_a_comment_is_read_and_found_by_those_it_is_for(post, readers, written, choice):
    item_id = written("ghana", audience="public")
    post(item_id, "timor", "Another matter")
    post(item_id, readers=choice)

    assert readers(item_id) == CHOICES[choice]
    assert readers(item_id, "Another matter") == set(EVERYBODY)


def test_the_writer_reads_it_also_under_what_few_read(post, readers, written):
    item_id = written("ghana", audience="organisation:AU;members:DNK,TLS")
    post(item_id, readers=For.SECRETARIAT)
    post(item_id, "timor", "Another matter", readers=For.OWNERS)

    assert readers(item_id) == {"denmark", "editor"}
    assert readers(item_id, "Another matter") == {"timor", "ghana", "ghana_alternate", "editor"}


def test_an_answer_is_for_nobody_whom_its_question_was_not_for(post, readers, written):
    item_id = written("ghana", audience="network")
    asked = post(item_id, "denmark", "Quiet question", readers=For.OWNERS)
    post(item_id, "ghana", "Zebra answer", answers=asked)
    post(item_id, "editor", "Staff answer", answers=asked, readers=For.SECRETARIAT)

    assert readers(item_id, "Zebra answer") == CHOICES[For.OWNERS]
    assert readers(item_id, "Staff answer", finds={"editor"}) == {"editor"}


def test_an_answer_for_others_is_refused_and_kept(post, written, browse):
    item_id = written("ghana", audience="network")
    asked = post(item_id, "denmark", "Quiet question", readers=For.OWNERS)
    page = post(item_id, "ghana", "My *typed* text", answers=asked, readers=For.GROUP, status=422)

    assert "The comment you answer is for fewer people." in page.text
    assert page.soup.select_one("#c-comment").text.strip() == "My *typed* text"
    assert page.soup.select_one("#c-readers [selected]")["value"] == For.GROUP
    assert page.soup.select_one("#c-answers [selected]")["value"] == asked
    assert browse("ghana").get(f"/practices/{item_id}").words("article.say strong") == [
        "Denmark (office)"
    ]


def test_each_comment_for_fewer_says_who_reads_it(post, written, browse):
    item_id = written("ghana", audience="network")
    for choice in For:
        post(item_id, readers=choice)
    page = browse("denmark").get(f"/practices/{item_id}")
    owners = "by those who own the entry, by this office and by the Secretariat."

    assert page.words("article.say .seen") == [
        f"Chosen readers Read {owners}",
        f"{WEOG} Read by those chosen, by this office and by the Secretariat.",
        "Secretariat Read by this office and by the Secretariat.",
    ]


def test_what_is_for_the_secretariat_alone_is_told_to_it_and_to_nobody_else(
    post, written, database, cast
):
    item_id = written("ghana", audience="network")
    post(item_id, "timor", "Another matter")
    comment = post(item_id, readers=For.SECRETARIAT)
    notice, line = table(Notice), table(DigestLine)
    with database.read() as conn:
        told = conn.execute(select(notice.c.label).where(notice.c.with_id == comment)).scalars()
        lines = conn.execute(select(line.c.person_id).where(line.c.with_id == comment)).scalars()

        assert sorted(told) == ["member:GHA", "secretariat"]
        assert set(lines) == {cast[who].viewer.person_id for who in ("editor", "administrator")}


@pytest.mark.parametrize(
    ("office", "about", "wanted"),
    [
        (DENMARK, "public", [For.ALL, For.OWNERS, For.GROUP, For.SECRETARIAT]),
        (DENMARK, "members:DNK", [For.ALL, For.OWNERS, For.SECRETARIAT]),
        (DENMARK, "group:weog;members:CRI;told", list(For)),
        (DENMARK, "group:weog;members:CRI", [For.ALL, For.OWNERS, For.SECRETARIAT]),
        (GHANA, "network", [For.ALL, For.GROUP, For.SECRETARIAT]),
        (GHANA, "secretariat", [For.ALL]),
        (EU, "network", [For.ALL, For.OWNERS, For.SECRETARIAT]),
        (STAFF, "secretariat", [For.ALL]),
        (STAFF, "network", [For.ALL, For.OWNERS, For.SECRETARIAT]),
    ],
)
def test_only_what_narrows_is_offered(office, about, wanted):
    assert offered(about, {"GHA"}, office) == wanted


def test_what_is_not_offered_is_refused(post, written):
    item_id = written("ghana", audience="members:DNK")
    page = post(item_id, readers=For.GROUP, status=422)

    assert page.soup.select_one("#c-readers")["aria-invalid"] == "true"


def test_labels_follow_what_is_answered_and_the_search_what_is_read():
    few = frozenset({"member:GHA", "org:AU", "secretariat"})
    owners = chosen_of(For.OWNERS, {"GHA"})

    assert labels_for("DNK", None, few) == few
    assert labels_for("DNK", owners, few) == {"member:GHA", "member:DNK", "secretariat"}
    assert Readers("", labels_for("DNK", owners, few), few).found_by == {
        "member:GHA",
        "secretariat",
    }
    public, network = frozenset({"public"}), frozenset({"network", "secretariat"})
    chosen = Audience.chosen([(Circle.OFFICES, "adviser"), (Circle.MEMBERS, "CRI")])
    labels = labels_for("DNK", chosen, network)
    assert labels == {"office:adviser", "member:CRI", "member:DNK", "secretariat"}
    assert Readers("", labels, network).found_by == labels - {"office:adviser"}
    assert Readers("", labels, public).found_by == labels


@pytest.mark.parametrize(
    ("chosen", "answered", "wanted"),
    [
        ("group:weog", {"network", "secretariat"}, True),
        ("members:GHA;told", {"member:GHA", "member:DNK", "secretariat"}, True),
        ("secretariat", {"member:GHA", "secretariat"}, True),
        ("group:weog", {"member:GHA", "member:DNK", "secretariat"}, False),
        ("network", {"group:weog", "secretariat"}, False),
    ],
)
def test_what_an_answer_can_be_for(chosen, answered, wanted):
    assert narrows(Audience.parse(chosen), frozenset(answered)) is wanted


def test_the_form_does_not_tell_that_ones_group_was_chosen(post, written):
    hidden = written("ghana", audience="group:weog;members:CRI")
    told = written("ghana", audience="group:weog;members:CRI;told")

    assert post(hidden, readers=For.GROUP, status=422).soup.select("#c-readers [value=group]") == []
    assert post(told, readers=For.GROUP)


def test_under_what_few_read_an_answer_can_be_for_its_office(post, written, readers):
    item_id = written("ghana", audience="members:DNK,TLS")
    asked = post(item_id, "denmark", "A question to all")
    post(item_id, "timor", "Zebra answer", answers=asked, readers=For.OWNERS)

    wanted = {"ghana", "ghana_alternate", "timor", "editor"}
    assert readers(item_id, "Zebra answer") == wanted
