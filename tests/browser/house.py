"""One furnished portal for all tests that only read, and people who have signed in to it once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from app.core.db import Database
from app.core.seal import Seal
from app.demonstration import settle_personas
from app.loading import load_demonstration
from app.main import make_portal
from app.practices.rules import Stage
from tests.browser.visitor import Visitor, context_of
from tests.practices.sample import write
from tests.support.live import demonstration, serving

PUBLIC = ""
READERS = (PUBLIC, "focal-point-gha", "editor")


@dataclass
class House:
    """A running portal; ``signed_in`` keeps each person's cookies."""

    browser: Browser
    base: str
    draft: str
    signed_in: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def visit(self, persona: str = PUBLIC, **options: Any) -> Iterator[Visitor]:
        """Open a browser as somebody; whatever it complained about is a failure."""
        if persona and persona not in self.signed_in:
            context = context_of(self.browser)
            Visitor(context, self.base).sign_in(persona)
            self.signed_in[persona] = context.storage_state()
            context.close()
        kept = {"storage_state": self.signed_in[persona]} if persona else {}
        context = context_of(self.browser, **kept, **options)
        visitor = Visitor(context, self.base)
        yield visitor
        context.close()
        assert visitor.complaints == []


@contextmanager
def furnished(browser: Browser, url: str, folder: Path) -> Iterator[House]:
    """Serve a portal with real and demonstration data, a draft and a practice that waits."""
    settings = demonstration(folder, url)
    database = Database(url)
    with database.unit_of_work() as db:
        people = settle_personas(db, settings)
    seal = Seal(settings.seal_key.get_secret_value())
    load_demonstration(database, people, seal, lambda _line: None)
    portal = make_portal(settings)
    with database.unit_of_work() as db:
        ghana = people["focal-point-gha"]
        draft = write(db, ghana, Stage.DRAFT, portal=portal, title="A draft of Ghana")
        write(db, ghana, Stage.SUBMITTED, portal=portal, title="A practice that waits")
    portal.db.close()
    database.close()
    with serving(settings) as base:
        yield House(browser, base, draft)
