"""Rules about editions of the manual, what is said of it, consultations, and receipts."""

from app.access.permissions import P
from app.access.predicates import editor, of_secretariat, office_holder, owner, reader, staff
from app.access.rule import Rule, rule
from app.core.i18n import N_

OF_EDITIONS: dict[P, Rule] = {
    P.MANUAL_PUBLISH: rule(
        (editor,),
        says=N_("Only the Secretariat's editors publish an edition."),
        dangerous=True,
    ),
    P.MANUAL_AGREE: rule(
        (staff,),
        says=N_("Only the Secretariat agrees to an edition and withdraws one."),
        dangerous=True,
    ),
    P.MANUAL_RECEIVE: rule(
        (office_holder,),
        says=N_("Only a Focal Point or alternate says that a member received an edition."),
    ),
    P.SUGGESTION_READ: rule(
        (reader,), (staff,), says=N_("Suggestions on the manual are for members.")
    ),
    P.SUGGESTION_WRITE: rule(
        (office_holder,), says=N_("Only a Focal Point or alternate suggests words for the manual.")
    ),
    P.SUGGESTION_STEER: rule(
        (owner,), says=N_("Only the office that made a suggestion takes it back.")
    ),
    P.DISCUSSION_READ: rule(
        (reader,), (staff,), says=N_("Comments on the manual are for members.")
    ),
    P.DISCUSSION_WRITE: rule(
        (office_holder,),
        (staff,),
        says=N_("Only members of the network and the Secretariat comment on the manual."),
    ),
    P.DISCUSSION_STEER: rule(
        (owner,),
        (staff, of_secretariat),
        says=N_("Only the office that wrote a comment changes it or takes it back."),
    ),
    P.DISCUSSION_CLOSE: rule(
        (staff,), says=N_("Only the Secretariat closes a discussion of the manual.")
    ),
    P.CONSULTATION_READ: rule(
        (office_holder,), (staff,), says=N_("Consultations on the manual are for members.")
    ),
    P.CONSULTATION_LEAD: rule(
        (editor,),
        says=N_("Only the Secretariat's editors open and end a consultation on the manual."),
        dangerous=True,
    ),
    P.CONTRIBUTION_WRITE: rule(
        (office_holder,),
        says=N_("Only a Focal Point or alternate sends a submission to a consultation."),
    ),
    P.CONTRIBUTION_STEER: rule(
        (owner,), says=N_("Only the office that sent a submission withdraws it.")
    ),
}
