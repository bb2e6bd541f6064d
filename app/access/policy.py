"""The policy: who may do what, on one screen, and for offices in ``of_offices``.

Every route names one of these permissions.

A rule is a list of alternatives; each alternative is a list of predicates that must all hold for
``(viewer, subject)``. Whether a thing may be *seen* is not decided here but by its labels.

Whoever acts for the Secretariat shows a second factor before anything else, and again, not longer
ago than ``proof.LATELY``, for an act that is marked ``dangerous``: it can hardly be undone.
"""

from app.access.of_comments import OF_COMMENTS
from app.access.of_editions import OF_EDITIONS
from app.access.of_offices import OF_OFFICES
from app.access.of_practices import OF_PRACTICES
from app.access.of_seats import OF_SEATS
from app.access.permissions import P
from app.access.predicates import (
    BEING_WRITTEN,
    NOT_ENDED,
    Subject,
    administrator,
    anyone,
    director,
    editor,
    entity,
    focal_point,
    in_charge,
    office_holder,
    other_member,
    owner,
    reader,
    signed_in,
    something,
    staff,
    stage_in,
)
from app.access.proving import ensure_lately, ensure_proved, opens
from app.access.rule import Rule, rule
from app.access.viewer import Viewer
from app.core.errors import Forbidden, SignInNeeded
from app.core.i18n import N_

__all__ = ["POLICY", "P", "Rule", "allows", "ensure"]

POLICY: dict[P, Rule] = {
    P.ANYONE: rule((anyone,)),
    P.ACCOUNT: rule((signed_in,)),
    P.HOME_READ: rule((signed_in,)),
    **OF_OFFICES,
    P.PERSON_RECOVER: rule(
        (staff,), says=N_("Only the Secretariat helps somebody in again."), dangerous=True
    ),
    P.SECOND_DECIDE: rule(
        (director, something),
        (focal_point, other_member),
        says=N_("Only whoever is asked as the second person decides here."),
        dangerous=True,
    ),
    P.DESK_READ: rule((staff,), says=N_("The desk is for the Secretariat.")),
    P.HISTORY_READ: rule((owner,), (staff, something)),
    P.PEOPLE_HISTORY: rule((administrator,)),
    P.INCIDENT_STATE: rule(
        (administrator,),
        says=N_("Only the administrator of the Secretariat speaks for it in an emergency."),
        dangerous=True,
    ),
    P.MANUAL_EDIT: rule((editor,), says=N_("Only the Secretariat's editors change the manual.")),
    **OF_EDITIONS,
    **OF_PRACTICES,
    P.GUESTS_READ: rule(
        (owner,),
        (staff, something),
        says=N_("Only its office and the Secretariat see who reads it as a guest."),
    ),
    P.GUEST_INVITE: rule(
        (owner, in_charge, NOT_ENDED),
        says=N_("Only its office invites guests, until it has ended; nobody in the interim."),
    ),
    P.GUEST_WITHDRAW: rule((owner,), says=N_("Only its office withdraws its guests.")),
    **OF_COMMENTS,
    P.FOLLOW: rule(
        (office_holder,),
        (staff,),
        says=N_("Focal Points, alternates and the Secretariat follow what they read."),
    ),
    P.ASSISTANCE_READ: rule(
        (office_holder,),
        (staff,),
        says=N_("Requests for assistance and standing offers are for members."),
    ),
    P.REQUEST_WRITE: rule(
        (office_holder,), says=N_("Only a Focal Point or alternate can ask for assistance.")
    ),
    P.REQUEST_EDIT: rule(
        (owner, BEING_WRITTEN),
        (owner, stage_in("entered")),
        (staff, stage_in("on_behalf")),
        says=N_("Only the office that asks can change a request, and only before it is submitted."),
    ),
    P.REQUEST_ENTER: rule(
        (staff,), says=N_("Only the Secretariat enters a request for an office that wrote.")
    ),
    P.REQUEST_LETTER: rule(
        (owner,),
        (staff, something),
        says=N_("Only its office and the Secretariat read the letter in which it asked."),
    ),
    P.REQUEST_REVIEW: rule(
        (staff,), says=N_("Only the Secretariat authenticates or returns a request.")
    ),
    P.REQUEST_STEER: rule(
        (owner,), says=N_("Only the office that asked decides about its request.")
    ),
    P.REQUEST_WITHDRAW: rule(
        (owner, in_charge),
        says=N_(
            "Only the office that asked withdraws its request; no alternate does while there is no"
            " Focal Point, and nobody who stands in."
        ),
    ),
    P.STANDING_READ: rule(
        (reader,),
        (staff,),
        (entity,),
        says=N_("Requests for assistance and standing offers are for members."),
    ),
    P.STANDING_WRITE: rule(
        (office_holder, in_charge),
        (entity,),
        says=N_(
            "Only a Focal Point or alternate declares what a member could give, or a UN entity what"
            " it could; nobody in the interim."
        ),
    ),
    P.STANDING_STEER: rule(
        (owner, in_charge),
        says=N_("Only the member's own office changes or withdraws it; nobody in the interim."),
    ),
    P.STANDING_CONFIRM: rule(
        (owner,), says=N_("Only the member's own office confirms that it stands by its offer.")
    ),
    **OF_SEATS,
    P.TALK_ATTACH: rule(
        (owner, stage_in("standing")), says=N_("Only both sides attach files, while it stands.")
    ),
    P.TALK_SHARE: rule((owner,), says=N_("Only the two sides of an offer talk about it.")),
    P.WORK_SHARE: rule(
        (owner,), says=N_("Only the two sides of help keep its plan and say what came of it.")
    ),
    P.OFFER_MAKE: rule(
        (other_member,), says=N_("Only another member can offer help for a request.")
    ),
    P.OFFER_ANSWER: rule(
        (owner,), says=N_("Only the office that asked can take up or decline an offer.")
    ),
    P.OFFER_ACCEPT: rule(
        (owner, in_charge),
        says=N_(
            "Only the office that asked accepts an offer; no alternate does while there is no"
            " Focal Point, and nobody who stands in."
        ),
    ),
    P.OFFER_STEER: rule(
        (owner, in_charge),
        says=N_(
            "Only the office that offered takes its offer back; no alternate does while there is no"
            " Focal Point, and nobody who stands in."
        ),
    ),
}


def allows(viewer: Viewer, permission: P, subject: Subject | None = None) -> bool:
    """Whether ``viewer`` may do ``permission`` to ``subject``."""
    return opens(viewer, permission) and POLICY[permission].holds(viewer, subject)


def ensure(
    viewer: Viewer, permission: P, subject: Subject | None = None, *, acts: bool = False
) -> None:
    """Let pass, or refuse with the rule's own sentence; ``acts``: it is done, not only looked at.

    Raises:
        SignInNeeded: when nobody is signed in.
        SecondFactorNeeded, StrongerNeeded: when more has to be shown first.
        Forbidden: when the rule does not fit.
    """
    ensure_proved(viewer, permission)
    found = POLICY[permission]
    if not found.holds(viewer, subject):
        if not viewer.signed_in:
            raise SignInNeeded
        raise Forbidden(found.sentence)
    if acts and found.dangerous and (viewer.in_secretariat or viewer.directs):
        ensure_lately(viewer)
