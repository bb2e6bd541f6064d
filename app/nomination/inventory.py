"""What nominations keep."""

from app.core.inventory import RECORD, Class, Held, Kept, Until, lasting
from app.directory.fading import UNUSED
from app.nomination.models import Nomination

_NOBODY_CAME = f"refused or not taken up, {lasting(UNUSED)} after that"

HELD: Held = {
    Nomination: (
        Kept(
            Class.PERSONAL,
            "writer writer_email person_email",
            "Who wrote, and where the mission and the person can be reached.",
            Until("until it is answered"),
        ),
        Kept(
            Class.PERSONAL,
            "name position",
            "Whom the mission named.",
            Until(f"while the account of who came exists; {_NOBODY_CAME}", swept=True),
        ),
        Kept(
            Class.PERSONAL,
            "authority evidence why",
            "On which paper it rests, and why it was refused.",
            Until(f"with the record of the office; {_NOBODY_CAME}", swept=True),
        ),
        Kept(
            Class.CONFIDENTIAL,
            "id number member stage language due at answered_at announce_on invitation_id",
            "That a member nominated, and what became of it.",
            RECORD,
        ),
        Kept(Class.PERSONAL, "answered_by", "Who answered, as a number.", RECORD),
    ),
}
