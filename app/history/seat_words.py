"""What happened to open seats and to applications for their places, as histories say it."""

from collections.abc import Mapping

from app.audit.events import Event
from app.core.i18n import N_

OF_SEATS: Mapping[Event, str] = {
    Event.SEAT_DRAFTED: N_("Draft of an open seat written"),
    Event.SEAT_CHANGED: N_("Open seat changed"),
    Event.SEAT_PUBLISHED: N_("Open seat published"),
    Event.SEAT_CLOSED: N_("Open seat closed for applications"),
    Event.SEAT_WITHDRAWN: N_("Open seat withdrawn"),
    Event.SEAT_APPLIED: N_("Applied for a place"),
    Event.SEAT_ACCEPTED: N_("Place given"),
    Event.SEAT_LISTED: N_("Application put on the waiting list"),
    Event.SEAT_DECLINED: N_("Application declined politely"),
    Event.SEAT_GIVEN_BACK: N_("Application taken back"),
    Event.SEAT_WORDS_DESTROYED: N_("Words of an application destroyed"),
}
