"""How a refusal is called, and what it says, where only its status is known."""

from app.core.errors import BadRequest
from app.core.i18n import N_

TITLES = {
    400: N_("This request is not complete"),
    401: N_("Sign in to go on"),
    403: N_("Not for your office"),
    404: N_("Nothing here"),
    405: N_("This cannot be done here"),
    409: N_("Somebody was faster"),
    413: N_("Too much at once"),
    422: N_("Something needs a second look"),
    428: N_("This request is not complete"),
    429: N_("Too many at once"),
    500: N_("The portal made a mistake"),
    503: N_("The portal is busy"),
}
SENTENCES = {
    405: N_("This address does not take what was sent. Go back and try again."),
    429: N_("Too many requests came from your network. Wait a minute and try again."),
    500: N_("Nothing was changed. Try again; if it happens again, tell the Secretariat the time."),
    503: N_("Try again in a minute."),
}
MISTAKE = 500


def title_of(status: int) -> str:
    """Return the title of a status as a msgid."""
    return TITLES.get(status, TITLES[MISTAKE if status >= MISTAKE else 400])


def sentence_of(status: int) -> str:
    """Return the sentence of a status; an unforeseen one is the request's or the portal's fault."""
    return SENTENCES.get(status, SENTENCES[MISTAKE] if status >= MISTAKE else BadRequest.message)
