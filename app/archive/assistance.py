"""Requests of the member, and its offers for those of others, opened for whom they open."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import bindparam, select

from app.archive import guests, talks
from app.archive.attached import files
from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.archive.work import owned
from app.assistance import happening, queries, words
from app.assistance.agreeing import said
from app.assistance.facts import facts_of, started_from
from app.assistance.models import Offer
from app.assistance.queries import Asked, Help
from app.assistance.readers import readers_of
from app.assistance.talks.queries import Said, talks_of
from app.core.db import table
from app.core.i18n import gettext
from app.core.reading import Reading
from app.files.queries import Attached, of_sealed
from app.items.models import Kind
from app.items.queries import labels_given, seen
from app.vocabulary.labels import LANGUAGES, MODALITIES, named
from app.web.components import moment_words

offer = table(Offer)
_GIVEN = Reading(
    select(offer.c.item_id, offer.c.request_id)
    .where(offer.c.member == bindparam("member"), seen(offer.c.item_id), seen(offer.c.request_id))
    .order_by(offer.c.item_id)
)


class Opened:
    """The parts about assistance, and which requests were opened for them."""

    def __init__(self, sight: Sight) -> None:
        self.read: set[str] = set()
        asked = [one for key in owned(sight, Kind.REQUEST) if (one := self._one(sight, key))]
        self.parts = [
            Part(
                gettext("Requests for assistance"),
                gettext("No request of this office is open to you."),
                [record for one in asked for record in _request(sight, one)],
            ),
            Part(
                gettext("Offers for requests of others"),
                gettext("No offer of this office is open to you."),
                list(self._given(sight)),
            ),
            Part(
                gettext("Guests of requests"),
                gettext("No request is lent to a guest that you can see."),
                [record for one in asked for record in _guests(sight, one)],
            ),
        ]

    def _one(self, sight: Sight, key: str) -> Asked | None:
        found = queries.one(sight.conn, sight.viewer, sight.seal, key)
        if found is not None:
            self.read.add(key)
        return found

    def _given(self, sight: Sight) -> Iterator[Record]:
        """Give each offer of the member, with the name of the request it answers."""
        rows = _GIVEN.all(sight.conn, {"member": sight.code, **labels_given(sight.viewer.labels)})
        for row in rows:
            asked = self._one(sight, row.request_id)
            if asked:
                yield from _offers(sight, asked, only={row.item_id})


def _request(sight: Sight, asked: Asked) -> Iterator[Record]:
    """Give a request and each offer for it."""
    _sign, state = words.stage_sign(asked.matter.stage, asked.result)
    basis = [title for title, _ in started_from(sight.conn, sight.viewer, asked)]
    yield Record(
        _title(asked),
        [
            (gettext("State"), state),
            (gettext("Registry number"), asked.matter.number),
            (gettext("Who reads it"), readers_of(sight.conn, sight.viewer, asked)[0].sentence),
            *facts_of(asked),
            (gettext("Started from"), basis),
            (gettext("Files"), files(sight, _attached(sight, asked.matter.id))),
            (gettext("Acts"), _acts(sight, asked)),
        ],
        [
            (gettext("What the office wants to be able to do"), asked.outcome),
            (gettext("Why it was returned"), asked.reason),
            (gettext("What came of it"), asked.result_note),
        ],
    )
    yield from _offers(sight, asked)


def _guests(sight: Sight, asked: Asked) -> Sequence[Record]:
    record = queries.record_of(sight.conn, sight.seal, sight.viewer.labels, asked.matter.id)
    return guests.lent(sight, asked.matter, gettext("Request"), _title(asked), record)


def _title(asked: Asked) -> str:
    return words.title_of(asked.title, destroyed=asked.destroyed_at is not None)


def _acts(sight: Sight, asked: Asked) -> Sequence[str]:
    events = words.events_for(queries.party(sight.viewer, {asked.owner}))
    happened = happening.happened(sight.conn, sight.viewer, asked.matter.id, events)
    offers = queries.offers(sight.conn, sight.viewer, sight.seal, asked.matter.id)
    pairs = [(one.at, one) for one in happened]
    lines = words.timeline([one for _, one in pairs], offers)
    return [f"{moment_words(at)}: {said[1]}" for (at, _), said in zip(pairs, lines, strict=True)]


def _offers(sight: Sight, asked: Asked, only: Collection[str] | None = None) -> Iterator[Record]:
    found = talks_of(sight.conn, sight.viewer, asked.matter.id)
    for one in queries.offers(sight.conn, sight.viewer, sight.seal, asked.matter.id):
        if only is None or one.id in only:
            yield _offer(sight, asked, one, found.get(one.id) or Said(offer_id=one.id))


def _offer(sight: Sight, asked: Asked, one: Help, talk: Said) -> Record:
    _sign, state = words.offer_sign(one.stage, asked.matter.stage)
    member = gettext(one.member_name)
    return Record(
        gettext("Offer of %(member)s for: %(title)s", member=member, title=_title(asked)),
        [
            (gettext("State"), state),
            (gettext("Asked by"), gettext(asked.owner_name)),
            (gettext("Made on"), moment_words(one.made_at)),
            (gettext("Form of help"), named(one.modalities, MODALITIES)),
            (gettext("Languages"), named(one.languages, LANGUAGES)),
            (gettext("When it could be"), one.period),
            (gettext("Files"), files(sight, _attached(sight, *talk.records))),
            (gettext("Agreed dates"), talks.dates_of(sight, one.id)),
        ],
        [
            (gettext("What was offered"), one.message),
            *said(one.words),
            *talks.texts_of(sight, asked, one, talk),
        ],
    )


def _attached(sight: Sight, *records: str) -> Sequence[Attached]:
    found = of_sealed(sight.conn, sight.seal, sight.viewer.labels, records)
    return [one for record in records for one in found.get(record, ())]
