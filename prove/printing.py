"""A portal whose two editions are two releases of a manual from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

import html5lib
from starlette.testclient import TestClient

from app.access.viewer import ANYONE
from app.core.db import Database
from app.main import create_app
from app.manual import loading
from app.manual.actions.publishing import publish, whole_draft
from app.manual.rules import Weight
from app.manual.values import Release
from app.migrating import migrate
from app.web.portal import Portal
from prove import shaping
from prove.shaping import Chapter
from tests.support.given import settings_for

Manual = Mapping[str, Chapter]
OK = 200


class Read(NamedTuple):
    """A page as it was read: its words without spaces, the names of its places, its links."""

    text: str
    ids: frozenset[str]
    links: frozenset[str]


@dataclass(frozen=True)
class Press:
    """A portal whose two editions are two releases of the manual."""

    portal: Portal
    reader: TestClient
    manuals: Sequence[Manual]

    def read(self, path: str) -> Read:
        """Return what stands at an address.

        Raises:
            html5lib.html5parser.ParseError: the page is not valid.
            RuntimeError: there is none.
        """
        answer = self.reader.get(path)
        if answer.status_code != OK:
            raise RuntimeError(f"{path} answers {answer.status_code}.")
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        root: Element = parser.parse(answer.text)
        every = list(root.iter())
        ids = frozenset(one.attrib.get("id", "") for one in every)
        links = frozenset(one.attrib.get("href", "") for one in every)
        return Read("".join("".join(root.itertext()).split()), ids, links)


def printed(url: str, folder: Path, manuals: Sequence[Manual]) -> Press:
    """Publish each release as an edition of a new portal."""
    database = Database(url)
    migrate(database)
    for n, manual in enumerate(manuals):
        shaping.write(folder / f"release{n}", manual)
        with database.unit_of_work() as db:
            loading.import_(db, folder / f"release{n}")
        with database.unit_of_work() as db:
            seen = whole_draft(db.connection()).hash
            publish(db, ANYONE, Release(seen, "A release.", Weight.MAJOR, after=n))
    database.close()
    settings = settings_for(url, folder).model_copy(update={"patience": 1_000_000})
    app = create_app(settings)
    return Press(app.state.portal, TestClient(app), manuals)


def said(name: str, wrong: Sequence[str]) -> str:
    """Return a name with the first of what is wrong behind it."""
    return ": ".join([name, ", ".join(wrong[:5])]) if wrong else name
