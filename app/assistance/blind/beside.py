"""What stands on the page of a sealed request: its card, where it is, and who could help."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.access.audience import Audience
from app.access.labels import SECRETARIAT
from app.access.viewer import Viewer
from app.assistance.blind import queries
from app.assistance.blind.choosing import chosen
from app.assistance.blind.counting import crowd, tells_region
from app.assistance.blind.queries import Said
from app.assistance.blind.rules import CAPACITIES
from app.assistance.blind.showing import CardShown, Sealing, sealing, shown, week_words
from app.assistance.queries import Asked, party
from app.assistance.rules import TAKES_OFFERS, UNDER_DISCUSSION, OfferStage, Party, Stage
from app.core.i18n import N_, gettext, listed
from app.vocabulary import regional_groups
from app.vocabulary.labels import LANGUAGES, MODALITIES, named

_BEFORE = N_("Sealed: once your office says yes, others read this card and not who asks.")
_WAITS = N_("Sealed: the card below goes out with the next weekly release.")
_OUT = N_("Sealed: others read the card below, and not who asks.")
_OVER = N_("Sealed: no card is out. Nobody was told why it went.")
_HELPER = N_("This request is sealed: no other member knows who asks. Keep it so.")
_STATES = {
    OfferStage.OFFERED: N_("Waits for an answer"),
    OfferStage.DECLINED: N_("Declined with thanks"),
    OfferStage.IN_TALKS: N_("In talks"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordShown:
    """What a member said, in listed words; ``member`` for the Secretariat alone, until talks."""

    id: str
    member: str
    facts: Sequence[tuple[str, str]]
    stage: str
    state: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one side of a sealed request reads beside it."""

    said: str
    card: CardShown | None = None
    sealing: Sealing | None = None
    words: Sequence[WordShown] = ()
    asks: bool = False


def sealed_beside(conn: Connection, viewer: Viewer, asked: Asked) -> Sealed | None:
    """Return what the viewer reads beside a sealed request, None where it goes by name."""
    if asked.card_audience is None:
        return None
    side, stage = party(viewer, asked.matter.owners), asked.matter.stage
    if side not in {Party.OWNER, Party.SECRETARIAT}:
        return Sealed(gettext(_HELPER))
    asks = side == Party.OWNER
    if stage in {Stage.DRAFT, Stage.SUBMITTED, Stage.AUTHENTICATED, Stage.RETURNED}:
        looks = sealing(conn, asked, chosen(asked))
        return Sealed(gettext(_BEFORE), looks.card if looks else None, looks if asks else None)
    out = queries.listed(conn, viewer, asked.matter.id)
    said = _OUT if out else (_WAITS if stage in TAKES_OFFERS else _OVER)
    words = _words(conn, viewer, asked, answers=asks and stage in UNDER_DISCUSSION)
    return Sealed(gettext(said), shown(out) if out else None, words=words, asks=asks)


def _words(conn: Connection, viewer: Viewer, asked: Asked, *, answers: bool) -> Sequence[WordShown]:
    said = queries.of_request(conn, viewer, asked.matter.id)
    if not said:
        return []
    members = crowd(conn)
    readers = Audience.parse(asked.card_audience or "").labels - {SECRETARIAT}
    return [
        WordShown(
            id=one.id,
            member=gettext(name) if _known(viewer, one) else "",
            facts=facts_of(one, tells_region(members, asked.owner, readers, one.member)),
            stage=one.stage,
            state=gettext(_STATES[OfferStage(one.stage)]),
            waits=answers and one.stage == OfferStage.OFFERED,
        )
        for one, name in said
    ]


def _known(viewer: Viewer, one: Said) -> bool:
    """Whether the viewer knows who said it: the Secretariat does, and who asks once both talk."""
    return viewer.in_secretariat or one.stage == OfferStage.IN_TALKS


def facts_of(one: Said, region: str | None = None) -> Sequence[tuple[str, str]]:
    """Return what a member said, in words."""
    told = [(gettext("Regional group"), gettext(regional_groups.label(region)))] if region else []
    return [
        (gettext("Form of help"), listed(named(one.modalities, MODALITIES))),
        *_languages(one.languages),
        (gettext("Possible from"), week_words(one.starts)),
        (gettext("Time it could give"), gettext(CAPACITIES[one.capacity])),
        *told,
    ]


def _languages(codes: Collection[str]) -> Sequence[tuple[str, str]]:
    return [(gettext("Languages"), listed(named(codes, LANGUAGES)))] if codes else []
