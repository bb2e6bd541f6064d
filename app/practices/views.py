"""A practice as HTML in the reader's language: made once per change, stored, thrown away at will.

What is stored carries a *look*: a hash of the template, of the code that fills it, of the words
and of the address of the icons.
A new version of the portal therefore finds nothing stored, and makes it anew when first asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup
from sqlalchemy import bindparam, delete, text
from sqlmodel import Session

from app.core import i18n
from app.core.db import table
from app.directory import audiences
from app.files import showing
from app.practices import facts, readers
from app.practices import shown as shown_module
from app.practices.entry import Entry, View
from app.practices.models import PracticeView
from app.practices.shown import Shown, show
from app.practices.speaking import Voice, best, tongues
from app.practices.translating import saying
from app.web.render import TEMPLATES, Renderer

TEMPLATE = "practices/entry.html"
PARTS = ("card", "head", "article", "facts")
view = table(PracticeView)
_PUT = text(
    "INSERT INTO practice_view"
    " (item_id, language, reads, original, look, until, title, card, head, article, facts)"
    " VALUES"
    " (:item_id, :language, :reads, :original, :look, :until, :title, :card, :head, :article,"
    " :facts)"
    " ON CONFLICT (item_id, language, reads) DO UPDATE SET original = excluded.original,"
    " look = excluded.look, until = excluded.until, title = excluded.title, card = excluded.card,"
    " head = excluded.head, article = excluded.article, facts = excluded.facts"
).bindparams(
    bindparam("until", type_=view.c.until.type), bindparam("original", type_=view.c.original.type)
)
"""Two first readers at once both store the view, and neither is in the other's way."""


@lru_cache(maxsize=64)
def _words(language: str) -> bytes:
    file = i18n.LOCALE_DIR / language / "LC_MESSAGES" / "portal.mo"
    return file.read_bytes() if file.exists() else b""


@lru_cache(maxsize=64)
def look(renderer: Renderer, language: str) -> str:
    """Return the look of what ``renderer`` makes now in ``language``."""
    components = sorted((TEMPLATES / "components").glob("*.html"))
    modules = (shown_module, showing, readers, audiences, facts, saying)
    made_of = [TEMPLATES / TEMPLATE, *components, *(Path(str(m.__file__)) for m in modules)]
    digest = sha256(_words(language))
    for file in made_of:
        digest.update(file.read_bytes())
    digest.update(str(renderer.env.globals["static"]("icons.svg")).encode())  # type: ignore[operator] # a function
    return digest.hexdigest()[:16]


def part(renderer: Renderer, name: str, shown: Shown, **options: object) -> Markup:
    """Return one part of a practice (``card``, ``head``, ``article``, ``facts``) as HTML."""
    return renderer.macro(TEMPLATE, name)(shown, **options)


def view_of(
    renderer: Renderer,
    entry: Entry,
    *,
    known: bool = False,
    at: str = "",
    wanted: Sequence[str] = (),
) -> View:
    """Return the view of a practice that is not stored; ``known`` and ``at`` as ``shown.show``.

    It is read in the first of the languages ``wanted`` in which it can be read.
    """
    reads = best(tongues(entry), wanted, entry.language)
    made = make(renderer, show(entry, known=known, at=at, reads=reads))
    return View(
        Voice(entry, reads).text("title") or "",
        entry.language,
        made["head"],
        made["article"],
        made["facts"],
    )


def make(renderer: Renderer, shown: Shown) -> Mapping[str, Markup]:
    """Return all parts of a practice as HTML in the language now spoken."""
    return {name: part(renderer, name, shown) for name in PARTS}


def store(db: Session, renderer: Renderer, entries: Iterable[Entry]) -> None:
    """Store the views of published practices in the language now spoken, always in one order.

    There is one for each language in which a practice can be read.
    """
    language = i18n.language()
    mark = look(renderer, language)
    rows = [
        {"language": language, "look": mark, **_row(renderer, entry, reads)}
        for entry in sorted(entries, key=lambda entry: entry.id)
        for reads in tongues(entry)
    ]
    if rows:
        db.execute(_PUT, rows)


def _row(renderer: Renderer, entry: Entry, reads: str) -> Mapping[str, object]:
    shown = show(entry, reads=reads)
    return {
        "item_id": entry.id,
        "reads": reads,
        "original": reads == entry.language,
        "until": entry.says_so_until,
        "title": shown.title,
        **{name: str(html) for name, html in make(renderer, shown).items()},
    }


def forget(db: Session, item_id: str) -> None:
    """Throw the stored views of a practice away."""
    db.execute(delete(view).where(view.c.item_id == item_id))
