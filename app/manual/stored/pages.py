"""The job: the current edition's chapters are rendered once in an epoch, and stored."""

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

import brotli
from sqlalchemy import Connection, delete, select

from app.core import clock, i18n
from app.core.db import table
from app.manual import opening, queries
from app.manual.opening import Opened
from app.manual.shelf import Key, Stored, compressed, packed
from app.manual.stored import rendering
from app.manual.stored.build import build_of
from app.manual.stored.models import ManualPage
from app.manual.translating import queries as translations
from app.web.portal import Portal

_page = table(ManualPage)
BEST = 11
"""The smallest that brotli makes: it takes ten times as long, and no reader waits for it."""
PASS = 5.0
"""After so many seconds other duties have their turn."""
KEPT = timedelta(days=7)
"""Another build may serve beside this one for so long before its pages are made anew."""


def find(conn: Connection, build: str, epoch: int, key: Key) -> Stored | None:
    """Return the stored page of an epoch, None where it was not made yet."""
    one = conn.execute(
        select(_page.c.br, _page.c.zstd, _page.c.gzip).where(
            _page.c.edition == key[0],
            _page.c.language == key[1],
            _page.c.slug == key[2],
            _page.c.build == build,
            _page.c.epoch == epoch,
        )
    ).first()
    if one is None:
        return None
    return packed({**one._asdict(), "identity": brotli.decompress(one.br)})


def make_due(portal: Portal) -> None:
    """Store the pages that the current edition lacks, until the time of a pass is over."""
    began, build = monotonic(), build_of(portal.settings)
    with portal.db.read() as conn:
        epoch = queries.epoch(conn)
        missing = list(_missing(conn, build, epoch))
    for key in missing:
        _make(portal, build, key)
        if monotonic() - began > PASS:
            return
    if missing:
        _sweep(portal, build, epoch)


def _missing(conn: Connection, build: str, epoch: int) -> Iterator[Key]:
    edition = queries.current(conn)
    if edition is None:
        return
    stored = select(_page.c.edition, _page.c.language, _page.c.slug)
    held = conn.execute(stored.where(_page.c.build == build, _page.c.epoch == epoch))
    there = {tuple(row) for row in held}
    offered = (one.language for one in translations.languages(conn, edition.number))
    languages = dict.fromkeys((edition.language, *i18n.languages(), *offered))
    for language in languages:
        for head in queries.heads(conn, edition.number):
            key = edition.number, language, head.slug
            if key not in there:
                yield key


def _make(portal: Portal, build: str, key: Key) -> None:
    """Render one page; the epoch is read first, so the page is never older than it says."""
    number, language, slug = key
    with portal.db.read() as conn:
        epoch = queries.epoch(conn)
        opened = opening.open_chapter(conn, number, slug)
        html = rendering.page(portal, conn, opened, language) if isinstance(opened, Opened) else ""
    if not html:
        return
    bodies = compressed(html.encode(), quality=BEST)
    with portal.db.unit_of_work() as db:
        db.merge(
            ManualPage(
                edition=number,
                language=language,
                slug=slug,
                build=build,
                epoch=epoch,
                br=bodies["br"],
                zstd=bodies["zstd"],
                gzip=bodies["gzip"],
                made_at=clock.now(),
            )
        )


def _sweep(portal: Portal, build: str, epoch: int) -> None:
    """Delete what this build sends no more, and what another build left behind."""
    own = (_page.c.build == build) & (_page.c.epoch < epoch)
    with portal.db.unit_of_work() as db:
        db.execute(delete(_page).where(own | (_page.c.made_at < clock.now() - KEPT)))
