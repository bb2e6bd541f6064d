"""Making files ready that were sent: examined and stored, and of each other why it is not taken.

A file is stored first and its row written in the act: where the act fails, what lies there opens
for nobody, and is swept away a day later.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.audit import actions as audit
from app.audit.events import Event
from app.core.i18n import gettext
from app.core.ids import new_id
from app.core.seal import Key
from app.files import examining, names, sealing, serving
from app.files.examining import Examined, Patience
from app.files.rules import SENTENCES, NotKept
from app.files.store import NotStored, Store
from app.files.verdict import Kind, Refused, Why
from app.web.ask import Ask
from app.web.sent import Upload


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that was examined and stored, and waits for its row.

    ``original`` is where it lies as it came, while the virus scanner does not answer.
    """

    id: str
    name: str
    kind: Kind
    size: int
    sha256: str
    place: str
    key: Key
    original: str | None = None


def all_ready(
    ask: Ask, sent: Sequence[Upload], kinds: Collection[Kind], may_wait: int
) -> tuple[list[Ready], list[tuple[str, str]]]:
    """Return the files that can be taken, examined and stored, and of the others why not.

    ``may_wait`` of them do so where the virus scanner does not answer.
    """
    settings = ask.portal.settings
    store, patience = serving.store_of(settings), Patience.new(settings.files_scanner, may_wait)
    ready: list[Ready] = []
    refused: list[tuple[str, str]] = []
    for one in sent:
        try:
            ready.append(make_ready(store, one.name, one.content, patience, kinds))
        except Refused as why:
            refused.append((one.name, gettext(SENTENCES[why.why])))
            if why.why is Why.VIRUS:
                note_virus(ask, len(one.content))
    return ready, refused


def note_virus(ask: Ask, size: int) -> None:
    """Record that the scanner found something: who sent it, and of the file nothing but its size.

    It is of no thing, since who reads the history of one must not read this.
    """
    with ask.unit_of_work() as db:
        audit.record(db, Event.FILE_REFUSED, viewer=ask.viewer, detail={"size": size})


def make_ready(
    store: Store,
    given_name: str,
    content: bytes,
    patience: Patience,
    kinds: Collection[Kind] = tuple(Kind),
) -> Ready:
    """Examine a file and store what may be kept of it, encrypted, where it is one of ``kinds``.

    Raises:
        verdict.Refused: when it is not taken.
        NotKept: when the store does not take it.
    """
    (made,) = make_several(store, given_name, content, patience, kinds, 1)
    return made


def make_several(  # noqa: PLR0913, PLR0917 - what, and of how many things it is to be
    store: Store,
    given_name: str,
    content: bytes,
    patience: Patience,
    kinds: Collection[Kind],
    number: int,
) -> list[Ready]:
    """Examine a file once and store it so many times, each under a key of its own.

    Raises what ``make_ready`` raises.
    """
    found = examining.examine(content, patience)
    if found.kind not in kinds:
        raise Refused(Why.NOT_PAPER)
    return [_stored(store, given_name, content, found) for _ in range(number)]


def _stored(store: Store, given_name: str, content: bytes, found: Examined) -> Ready:
    made = new_id()
    locked = sealing.lock(found.content, made)
    try:
        place = store.put(locked.content)
        came = None if found.scanned else sealing.lock_original(locked.key, content, made)
        original = store.put(came) if came else None
    except NotStored as wrong:
        raise NotKept from wrong
    return Ready(
        id=made,
        name=names.cleaned(given_name, found.kind),
        kind=found.kind,
        size=len(found.content),
        sha256=sha256(found.content).hexdigest(),
        place=place,
        key=locked.key,
        original=original,
    )
