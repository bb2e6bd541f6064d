"""An offer as a row of its request's page: what it says, its files, and what can be done to it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.assistance import queries, words
from app.assistance.queries import Asked, Help
from app.assistance.rules import (
    ENDED,
    OFFER,
    REQUEST,
    STANDING,
    UNANSWERED,
    Act,
    OfferStage,
    Party,
    Stage,
    possible,
)
from app.assistance.talks.queries import Said
from app.assistance.working.queries import Count
from app.assistance.working.shown import account, all_done, plans_of
from app.core.i18n import gettext, ngettext
from app.directory.queries import MemberItself
from app.files.queries import Attached
from app.files.showing import ShownFile, shown_file
from app.vocabulary.labels import LANGUAGES, MODALITIES, named

WITHHELD = {
    Act.WITHDRAW: P.REQUEST_WITHDRAW,
    Act.ACCEPT: P.OFFER_ACCEPT,
    Act.TAKE_BACK: P.OFFER_STEER,
}
"""What the policy may withhold from one of the offices on a side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """An offer as a row, with what its reader can do to it; ``attaches``: also files."""

    id: str
    code: str
    member: str
    message: str
    language: str
    sign: tuple[str, str]
    due: bool
    meta: Sequence[str]
    files: Sequence[ShownFile]
    attaches: bool
    talk: str
    terms: str
    plan: str
    after: bool
    acts: Collection[str]


BY_LETTER = frozenset({Act.OFFER, Act.CANNOT, Act.HAND, Act.TAKE_BACK})
"""What the contact of a UN entity, who reads what is addressed to it, does by a letter."""


def withheld(viewer: Viewer, member: str, *acts: Act) -> frozenset[Act]:
    """Return those of ``acts`` on what is ``member``'s that the policy withholds."""
    own = MemberItself(frozenset({member}))
    found = frozenset(act for act in acts if not allows(viewer, WITHHELD[act], own))
    return found | BY_LETTER if viewer.for_entity else found


def offer_rows(  # noqa: PLR0913, PLR0917 - who reads which offers, and what belongs to each
    conn: Connection,
    viewer: Viewer,
    asked: Asked,
    offers: Sequence[Help],
    files: Mapping[str, Sequence[Attached]],
    talks: Mapping[str, Said],
) -> tuple[Sequence[OfferRow], bool]:
    """Return the offers as rows, and whether all that was planned with them is done."""
    plans = plans_of(conn, viewer, asked, offers)
    rows = [
        offer_row(one, asked, viewer, files.get(one.id, ()), plans.get(one.id), talks.get(one.id))
        for one in offers
    ]
    return rows, all_done(plans)


def offer_row(  # noqa: PLR0913, PLR0917 - who reads which offer, and what belongs to it
    offer: Help,
    asked: Asked,
    viewer: Viewer,
    files: Sequence[Attached],
    count: Count | None = None,
    said: Said | None = None,
) -> OfferRow:
    """Return an offer for a request, with its files, its talk, and how far its plan has come."""
    stage, side = asked.matter.stage, queries.party(viewer, {asked.owner})
    both = possible(OFFER, offer.stage, side) & possible(REQUEST, stage, side)
    mine = offer.member if side == Party.HELPER else asked.owner
    waits = offer.stage in UNANSWERED and side == Party.OWNER and stage not in ENDED
    names = {asked.owner: gettext(asked.owner_name), offer.member: gettext(offer.member_name)}
    stands = offer.stage in STANDING and stage not in ENDED
    return OfferRow(
        id=offer.id,
        code=offer.member,
        member=gettext(offer.member_name),
        message=offer.message,
        language=offer.language,
        sign=words.offer_sign(offer.stage, stage),
        due=waits and Act.TAKE_UP in possible(OFFER, offer.stage, side),
        meta=[
            *named(offer.modalities, MODALITIES),
            *named(offer.languages, LANGUAGES),
            *filter(None, [offer.period]),
        ],
        files=[shown_file(one, names.get(one.member or "", "")) for one in files],
        attaches=viewer.member in names and stands,
        talk=_talk(said.new if said else 0),
        terms=_terms(offer),
        plan=_plan(offer, stage, count),
        after=stage == Stage.CLOSED and _helps(offer) and viewer.member in names,
        acts=both - withheld(viewer, mine, Act.ACCEPT, Act.TAKE_BACK),
    )


def _talk(new: int) -> str:
    """Return the way to the talk, with how much of it is new to the reader."""
    return ngettext("Talk: %(num)s new", "Talk: %(num)s new", new) if new else gettext("Talk")


def _helps(offer: Help) -> bool:
    return offer.stage == OfferStage.ACCEPTED


def _plan(offer: Help, stage: str, count: Count | None) -> str:
    """Return the account of the plan, nothing where there is none and none can be made."""
    goes_on = stage in {Stage.AGREED, Stage.UNDER_WAY}
    return account(count) if _helps(offer) and (goes_on or count) else ""


def _terms(offer: Help) -> str:
    """Return how far the terms have come, nothing where the offer is not accepted."""
    if offer.stage != OfferStage.ACCEPTED:
        return ""
    if offer.terms.agreed:
        return gettext("Terms confirmed by both sides")
    return gettext("Terms to confirm") if offer.terms.number else gettext("Terms to write")
