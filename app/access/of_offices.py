"""Rules about offices: who sees their record, keeps it, and says what about those who hold them."""

from app.access.permissions import P
from app.access.predicates import (
    administrator,
    entity,
    focal_point,
    holder,
    holds_it,
    in_person,
    office_holder,
    owner,
    reader,
    staff,
    stage_in,
)
from app.access.rule import Rule, rule
from app.core.i18n import N_

OF_OFFICES: dict[P, Rule] = {
    P.DIRECTORY_HOLDERS: rule(
        (reader,), (staff,), says=N_("Only members of the network see who holds an office.")
    ),
    P.OFFICES_READ: rule(
        (staff,),
        (owner,),
        says=N_("Only the member's own offices and the Secretariat see its record of offices."),
    ),
    P.OFFICES_KEEP: rule(
        (administrator,), says=N_("Only the administrator of the Secretariat records offices.")
    ),
    P.OFFICES_GRANT: rule(
        (administrator,),
        says=N_("Only the administrator of the Secretariat gives and takes offices."),
        dangerous=True,
    ),
    P.EVIDENCE_ATTACH: rule(
        (administrator,),
        (focal_point, owner, stage_in("alternate")),
        says=N_(
            "The administrator of the Secretariat attaches the note verbale of an appointment, and"
            " a Focal Point that of the own alternate."
        ),
    ),
    P.OFFICES_EXPORT: rule(
        (administrator,),
        says=N_("Only the administrator of the Secretariat takes all offices out as a table."),
        dangerous=True,
    ),
    P.ORGANISATIONS_KEEP: rule(
        (administrator,),
        says=N_("Only the administrator of the Secretariat keeps the members of organisations."),
        dangerous=True,
    ),
    P.OFFICE_HAND_OVER: rule(
        (administrator,),
        (owner, in_person),
        says=N_("An office is handed over by its own member or by the Secretariat."),
        dangerous=True,
    ),
    P.OFFICE_AWAY: rule(
        (administrator,),
        (owner, in_person),
        says=N_("That a holder is away is said by its own member or by the Secretariat."),
        dangerous=True,
    ),
    P.OFFICE_REVIEW: rule(
        (staff,), says=N_("Only the Secretariat puts an office under review."), dangerous=True
    ),
    P.OFFICE_INHERIT: rule(
        (holder,), says=N_("Only who holds the office reads what was left for its next holder.")
    ),
    P.OFFICE_ARCHIVE: rule(
        (holder,),
        (staff,),
        says=N_("Only who holds the office and the Secretariat take its file out."),
        dangerous=True,
    ),
    P.ENTRY_KEEP: rule((holds_it,), says=N_("Only who holds the office keeps its entry.")),
    P.PROGRAMME_ADMIT: rule(
        (office_holder, in_person),
        says=N_("Only a Focal Point or alternate makes tokens for programmes."),
    ),
    P.COLLEAGUE_WRITE: rule(
        (office_holder,),
        (staff,),
        (entity,),
        says=N_(
            "Only members of the network, UN entities that offer and the Secretariat write to each"
            " other here."
        ),
    ),
    P.PEOPLE_INVITE: rule(
        (administrator,),
        (focal_point, owner, stage_in("alternate")),
        says=N_(
            "The administrator of the Secretariat invites people, and a Focal Point the own"
            " alternate."
        ),
        dangerous=True,
    ),
}
