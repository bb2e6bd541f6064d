"""Rules about practices, and about what other members made of them."""

from app.access.permissions import P
from app.access.predicates import (
    in_charge,
    of_no_office,
    office_holder,
    other_member,
    owner,
    something,
    staff,
    stage_in,
)
from app.access.rule import Rule, rule
from app.core.i18n import N_

NOT_WITHDRAWN = stage_in(
    "draft",
    "on_behalf",
    "submitted",
    "returned",
    "approved",
    "published",
    "retired",
    "hidden",
)
FOR_OFFICE = stage_in("on_behalf")
"""While the Secretariat writes it for the office that owns it."""

OF_PRACTICES: dict[P, Rule] = {
    P.PRACTICE_WRITE: rule(
        (office_holder,), says=N_("Only a Focal Point or alternate can share a practice.")
    ),
    P.PRACTICE_EDIT: rule(
        (owner, stage_in("draft", "returned", "on_behalf")),
        (staff, FOR_OFFICE),
        says=N_("Only the office that wrote it can change it, and only before it is submitted."),
    ),
    P.PRACTICE_REVISE: rule(
        (owner, stage_in("published", "hidden")),
        says=N_("Only the office that owns it can change it, once it is published."),
    ),
    P.PRACTICE_WITHDRAW: rule(
        (owner, in_charge, NOT_WITHDRAWN),
        (staff, of_no_office, stage_in("published", "retired", "hidden")),
        (staff, FOR_OFFICE),
        says=N_(
            "Only the office that wrote it can withdraw it; no alternate does while there is no"
            " Focal Point, and nobody who stands in."
        ),
    ),
    P.PRACTICE_CONFIRM: rule(
        (owner, stage_in("published")),
        says=N_("Only the office that owns it can confirm it, once it is published."),
    ),
    P.PRACTICE_READERS: rule(
        (owner, in_charge, stage_in("published")),
        says=N_("Only its office chooses who reads what is published; nobody in the interim."),
    ),
    P.PRACTICE_RELEASE: rule(
        (owner, in_charge, stage_in("approved")),
        says=N_(
            "Only its office publishes before its day what was agreed to; nobody in the interim."
        ),
    ),
    P.PRACTICE_RETIRE: rule(
        (owner, in_charge, stage_in("published", "retired")),
        says=N_(
            "Only its office says that a published practice is no longer used, or is used again;"
            " nobody in the interim."
        ),
    ),
    P.PRACTICE_HIDE: rule(
        (staff,), says=N_("Only the Secretariat hides a practice with a reason, or shows it again.")
    ),
    P.PRACTICE_REVIEW: rule(
        (staff,), says=N_("Only the Secretariat publishes or returns a practice.")
    ),
    P.PRACTICE_ENTER: rule(
        (staff,),
        says=N_("Only the Secretariat enters a practice for an office that asked for it."),
    ),
    P.PRACTICE_LETTER: rule(
        (owner,),
        (staff, something),
        says=N_("Only its office and the Secretariat read the letter in which it asked."),
    ),
    P.PRACTICE_REFUSE: rule(
        (owner, in_charge, stage_in("on_behalf", "approved", "published", "retired", "hidden")),
        says=N_(
            "Only the office for which it was entered refuses an entry; nobody in the interim."
        ),
    ),
    P.PRACTICE_NAME: rule(
        (office_holder, in_charge),
        says=N_("Only the office whose practice it is puts its name on it; nobody in the interim."),
    ),
    P.PRACTICE_OPEN: rule((staff,), says=N_("Only the Secretariat opens whose practice it is.")),
    P.PRACTICE_OWNERS: rule(
        (owner,),
        (staff, something),
        says=N_("Only its owners and the Secretariat see who is asked to own it jointly."),
    ),
    P.PRACTICE_INVITE: rule(
        (owner, in_charge, stage_in("draft", "returned", "published")),
        says=N_(
            "Only its owners ask another member to own it jointly, and not while it is with the"
            " Secretariat; nobody in the interim."
        ),
    ),
    P.PRACTICE_JOIN: rule(
        (owner, in_charge, stage_in("asked")),
        says=N_("Only the office that was asked answers, once; nobody in the interim."),
    ),
    P.PRACTICE_AGREE: rule(
        (owner, stage_in("draft", "returned", "approved", "published", "retired")),
        says=N_("Only its owners say whether they agree."),
    ),
    P.PRACTICE_LEAVE: rule(
        (owner, in_charge, NOT_WITHDRAWN),
        says=N_("Only an owner gives up its share; nobody in the interim."),
    ),
    P.PRACTICE_PART: rule(
        (staff, NOT_WITHDRAWN),
        says=N_("Only the Secretariat takes out an owner whose offices nobody holds."),
    ),
    P.TRANSLATION_WRITE: rule(
        (office_holder, stage_in("published")),
        (staff, stage_in("published")),
        says=N_("Members and the Secretariat translate what is published."),
    ),
    P.TRANSLATION_SHOW: rule(
        (owner, stage_in("published")),
        (staff, stage_in("published")),
        says=N_(
            "Only its office and the Secretariat show a translation, or take it away; others offer"
            " theirs to the office."
        ),
    ),
    P.TRANSLATION_DECIDE: rule(
        (owner, stage_in("published")),
        (staff, of_no_office, stage_in("published")),
        says=N_("Only its office decides about a translation that another member offers."),
    ),
    P.ADAPTATION_WRITE: rule(
        (other_member, in_charge, stage_in("published")),
        says=N_(
            "Only another member records what it made of a published practice; nobody in the"
            " interim."
        ),
    ),
    P.ADAPTATION_STEER: rule(
        (owner, in_charge),
        says=N_("Only the office that recorded it changes or withdraws it; nobody in the interim."),
    ),
    P.ADAPTATION_HIDE: rule(
        (staff,), says=N_("Only the Secretariat hides what a member recorded, with a reason.")
    ),
}
