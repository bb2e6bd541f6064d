"""Papers on which a decision rests do not wait: they are refused until the scanner answers."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.access.labels import SECRETARIAT
from app.files import apart
from app.files.actions import NotTaken
from app.files.examining import Patience
from app.files.readying import make_ready
from app.files.serving import store_of
from tests.directory.test_evidence import propose
from tests.files.waiting.conftest import events, files, places
from tests.nomination.test_nomination import NOTE, nominated, public  # noqa: F401 - fixtures
from tests.support.uploading import sent

AWAY = "The virus scanner does not answer at present, so this file was not kept"


@pytest.fixture
def matters(request, database) -> list[str]:
    """The pages of the papers of a nomination that waits, and of an appointment."""
    nomination = request.getfixturevalue("nominated")
    proposed = propose(database, "GHA")
    return [f"/nominations/{nomination}/evidence", f"/appointments/{proposed}/evidence"]


def test_papers_are_refused_until_it_answers(browse, matters, database, portal, scanner):
    admin = browse("administrator")
    for base in matters:
        assert AWAY in admin.post(base, status=422, **sent(NOTE)).text
    assert (files(database), places(portal), events(database)) == ([], set(), [])

    Path(portal.settings.files_scanner).symlink_to(scanner)
    for base in matters:
        assert admin.post(base, **sent(NOTE)).location == f"{base}?said=attached"
    assert [one.original for one in files(database)] == [None, None]


def test_nothing_that_belongs_to_no_item_can_wait(cast, database, portal):
    store = store_of(portal.settings)
    ready = make_ready(store, "a.txt", b"a", Patience.new())
    waits = replace(ready, original=store.put(b"a"))
    room = apart.Apart(portal.seal, [SECRETARIAT], 500, [])
    with pytest.raises(NotTaken) as refused, database.unit_of_work() as db:
        apart.attach(db, cast["administrator"].viewer, "an appointment", waits, room)
    assert AWAY in refused.value.sentence
    assert files(database) == []
