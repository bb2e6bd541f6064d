"""Rules about open seats: who reads the list, offers, applies for a place, and answers."""

from app.access.permissions import P
from app.access.predicates import (
    entity,
    in_charge,
    of_secretariat,
    office_holder,
    other_member,
    owner,
    reader,
    staff,
)
from app.access.rule import Rule, rule
from app.core.i18n import N_

OF_SEATS: dict[P, Rule] = {
    P.SEAT_READ: rule(
        (reader,), (staff,), (entity,), says=N_("Open seats are for members and UN entities.")
    ),
    P.SEAT_WRITE: rule(
        (office_holder, in_charge),
        (staff,),
        (entity,),
        says=N_(
            "Only a Focal Point, an alternate, the Secretariat or a UN entity offers a seat; nobody"
            " in the interim."
        ),
    ),
    P.SEAT_STEER: rule(
        (owner, in_charge),
        (staff, of_secretariat),
        says=N_("Only the office that offers a seat changes it; nobody in the interim."),
    ),
    P.SEAT_APPLY: rule(
        (other_member,),
        says=N_("Only a Focal Point or alternate of another member applies for a place."),
    ),
    P.SEAT_ANSWER: rule(
        (owner,),
        (staff, of_secretariat),
        says=N_("Only the office that offers a seat answers who applies for it."),
    ),
    P.SEAT_TAKE_BACK: rule(
        (owner,), says=N_("Only the office that applied takes its application back.")
    ),
}
