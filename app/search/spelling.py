"""What was meant where nothing was found: words that public texts hold, one slip away.

For each word that the viewer finds nowhere those words of public texts are looked up that are one
slip away: one letter too many, one too few, another one, or two that changed places. Their list
is kept with the index (``nearness``) and holds what everybody reads and nothing else; whoever is
answered learns nothing from it, nor from how long it takes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from sqlalchemy import Connection, text

from app.access.labels import PUBLIC
from app.access.viewer import Viewer
from app.core import clock
from app.core.reading import Reading
from app.search.folding import folded
from app.search.marks import Needles
from app.search.matching import DIALECTS, Wanted, matches
from app.search.nearness import LONGEST, SHORTEST, alphabet, near
from app.search.statements import COUNTED
from app.search.terms import label_term
from app.text.normalise import runs
from app.text.query import MOST_CHARACTERS, query_terms

MOST_WORDS = 4
"""So many words of a query are looked at: whoever types more nonsense meant nothing."""
MOST_COUNTED = 50
MOST_COMPARED = 6
_WORD = re.compile(r"[^\W_]+")

_NEWEST = MappingProxyType(
    {
        "sqlite": Reading(
            text(
                "SELECT e.title, e.body, e.folded FROM (SELECT rowid FROM search_text WHERE"
                " search_text MATCH :wanted ORDER BY rowid LIMIT 1) AS found"
                " JOIN search_entry AS e ON e.id = found.rowid"
            )
        ),
        "postgresql": Reading(
            text(
                "SELECT e.title, e.body, e.folded FROM search_text_ranked("
                "CAST(ARRAY[:wanted] AS tsquery[]), 1, CAST(:today AS date)) AS found"
                " JOIN search_entry AS e ON e.id = found.id"
            )
        ),
    }
)


def meant(conn: Connection, viewer: Viewer, q: str) -> str | None:
    """Return what was probably meant by ``q``, None where nothing better is known."""
    words = list(dict.fromkeys(_typed(q)))[:MOST_WORDS]
    going_on = set(query_terms(q).prefix)
    looked = {word: word if word in going_on else f'"{word}"' for word in words}
    better = {
        word: one
        for word, as_query in looked.items()
        if not _count(conn, as_query, viewer.reads_by) and (one := _better(conn, word))
    }
    if not better:
        return None
    return _WORD.sub(lambda typed: _put_in(typed[0], better), q[:MOST_CHARACTERS])


def _typed(q: str) -> Iterator[str]:
    """Give the folded words of a query in which a slip can be seen."""
    for word, is_cjk in runs(q[:MOST_CHARACTERS]):
        if not is_cjk and SHORTEST <= len(word) <= LONGEST and alphabet(word):
            yield word


def _put_in(typed: str, better: Mapping[str, str]) -> str:
    word = next((run for run, _is_cjk in runs(typed)), "")
    return better.get(word, typed)


def slips(word: str) -> list[str]:
    """Return the words that one slip away from ``word``, the likeliest slip first."""
    letters = alphabet(word)
    halves = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    turned = (a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1)
    shorter = (a + b[1:] for a, b in halves if b)
    longer = (a + one + b for a, b in halves for one in letters)
    other = (a + one + b[1:] for a, b in halves if b for one in letters)
    found = dict.fromkeys(one for some in (turned, shorter, longer, other) for one in some)
    found.pop(word, None)
    return list(found)


def _better(conn: Connection, word: str) -> str | None:
    """Return the word one slip away from ``word`` that most of what everybody reads holds."""
    known = near(conn, word)
    some = [one for one in slips(word) if one in known][:MOST_COMPARED] if known else ()
    counted = ((_count(conn, f'"{one}"', (PUBLIC,)), -place) for place, one in enumerate(some))
    best = max(counted, default=(0, 0))
    return _as_written(conn, some[-best[1]]) if best[0] else None


def _count(conn: Connection, q: str, labels: Iterable[str]) -> int:
    """Return how many entries fit ``q`` among what ``labels`` see, up to a limit."""
    dialect = conn.dialect.name
    expression = matches(Wanted.read(q, labels), DIALECTS[dialect])
    given = {"wanted": expression, "most": MOST_COUNTED, "today": clock.today().isoformat()}
    return sum(row.number for row in COUNTED[dialect].all(conn, given))


def _as_written(conn: Connection, word: str) -> str:
    """Return ``word`` as the newest public text writes it, with its accents."""
    dialect = conn.dialect.name
    write = DIALECTS[dialect]
    wanted = write.all_of([write.word(word), write.word(label_term(PUBLIC))])
    given = {"wanted": wanted}
    if dialect == "postgresql":
        given["today"] = clock.today().isoformat()
    row = _NEWEST[dialect].first(conn, given)
    needles = Needles.of(query_terms(f'"{word}"'))
    for written, plain in ((row.title, folded(row.title)), (row.body, row.folded)) if row else ():
        for start, end in needles.spans(plain)[:1]:
            return str(written[start:end]).lower()
    return word
