"""A programme's request as the functions of pages see it: it comes with a token and sends JSON.

What a form is to a page, the body is to an address of the interface: it becomes the same fields,
so that the same function reads them, asks the same policy and does the same act. Where that leads
to a page, the interface says it in its own words; where it shows the form again, it is a problem.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import BadRequest, Conflict, Refusal
from app.core.i18n import N_, gettext
from app.web import csrf
from app.web.ask import SAFE, Ask
from app.web.bodies import Body, Versioned
from app.web.forms import Form
from app.web.models import UsedForm
from app.web.problems import NotGood
from app.web.render import Page
from app.web.used_forms import used_before

KEY = "idempotency-key"
IF_MATCH = "if-match"
MOST_KEY = 200
PRINT = 16
DEEPEST = 3
NO_TOKEN = N_("Programmes change something only with a token, made under “Access for programmes”.")
NO_KEY = N_(
    "Send a header Idempotency-Key with something that you make up for this act and send again only"
    " with it, so that nothing is done twice."
)
OTHER_BODY = N_("This Idempotency-Key was sent with something else before. Make up another one.")
NO_VERSION = N_("Send the version that you read, as the header If-Match or the field “version”.")
UNREADABLE = N_("What was sent is not JSON in UTF-8, or holds signs that no text has.")
MISSING = N_("This is missing.")
NO_FIELD = N_("There is no such field here.")
OTHER_KIND = N_("This is not what belongs here: look it up in the description of the interface.")
SENTENCES = {"missing": MISSING, "extra_forbidden": NO_FIELD}


class TokenNeeded(Refusal):
    """Something was sent without a token: a cookie never counts for what a programme does."""

    status = 401
    message = NO_TOKEN
    headers = {"www-authenticate": "Bearer"}  # noqa: RUF012 - as in its base, never changed


class VersionNeeded(Refusal):
    """An act on something that can change did not say which version it means."""

    status = 428
    message = NO_VERSION


class KeyReused(Refusal):
    """One key came with two different acts."""

    status = 422
    message = OTHER_BODY


class Led(Response):
    """Where an act would have led a person."""

    def __init__(self, location: str) -> None:
        """Keep the address of the page."""
        super().__init__(status_code=204)
        self.location = location


class Programme(Ask):
    """A request of a programme; ``body`` is what it sent, as it came."""

    body: bytes = b""

    @property
    def htmx(self) -> bool:
        """Never: no page is built for a programme."""
        return False

    def enter(self, permission: P, *, reading_too: bool = False) -> None:
        """Learn who asks, as of everybody; to change something, a token is wanted first.

        Raises:
            TokenNeeded: where something is sent without one.
        """
        if self.request.method not in SAFE and self.bearer is None:
            self.learn()
            raise TokenNeeded
        super().enter(permission, reading_too=reading_too)

    def take(self, kind: type[Body]) -> None:
        """Read the body as ``kind``, and put it where a form's fields are.

        Raises:
            BadRequest: when it is no JSON.
            NotGood: when a field is unknown, or of another kind.
            VersionNeeded: when the act wants the version that was read.
        """
        try:
            found = kind.model_validate_json(self.body or b"{}")
        except ValidationError as wrong:
            raise _told(wrong) from None
        sent = found.sent()
        if any("\x00" in text for texts in sent.values() for text in texts):
            raise BadRequest(UNREADABLE)
        if issubclass(kind, Versioned):
            version = self._if_match() or next(iter(sent.get("version", ())), "")
            if not version:
                raise VersionNeeded
            sent["version"] = [version]
        self.sent = sent

    def _if_match(self) -> str:
        return self.request.headers.get(IF_MATCH, "").removeprefix("W/").strip('"')

    # the answer --------------------------------------------------------------------------------

    def page(self, page: Page, *, status: int = 200) -> Response:
        """Say what is wrong, where a person would see the form again.

        Raises:
            NotGood: with the sentences at the fields.
            Conflict: where somebody was faster.
        """
        errors = {name: said for form in _forms(page, 0) for name, said in form.errors.items()}
        refused = getattr(page, "refused", "")
        if status == Conflict.status:
            raise Conflict(refused or errors.get("") or None)
        if status < BadRequest.status:
            raise RuntimeError(f"{type(page).__name__} is for people.")
        raise NotGood({"": refused, **errors} if refused else errors)

    def go(self, location: str, db: Session | None = None) -> Response:
        """Say where the act led, remembering in ``db`` that this key was used, and for what."""
        if db is not None:
            db.add(UsedForm(key=self._key, location=f"{self._print} {location}"))
            db.flush()
        return Led(location)

    def answered(self) -> Response | None:
        """Return where the act with this very key led, None where it was not done.

        Raises:
            BadRequest: without a key.
            KeyReused: where the key came with something else.
        """
        if not (location := used_before(self.conn, self._key)):
            return None
        made_of, _, led = location.partition(" ")
        if made_of != self._print:
            raise KeyReused
        return Led(led)

    @property
    def _key(self) -> str:
        sent = self.request.headers.get(KEY, "")
        if not 0 < len(sent) <= MOST_KEY:
            raise BadRequest(NO_KEY)
        return csrf.token(f"programme:{sent}", self.bearer or "")[:64]

    @property
    def _print(self) -> str:
        """What the key was sent with, address and body, under the token: it tells nobody else."""
        whole = sha256(f"{self.path}\n".encode() + self.body).hexdigest()
        return csrf.token(self.bearer or "", whole)[:PRINT]


def _told(wrong: ValidationError) -> Refusal:
    """Return what is wrong with a body, as a refusal."""
    said = wrong.errors(include_url=False, include_context=False, include_input=False)
    if any(one["type"] == "json_invalid" for one in said):
        return BadRequest(UNREADABLE)
    return NotGood(
        {
            ".".join(map(str, one["loc"])): gettext(SENTENCES.get(one["type"], OTHER_KIND))
            for one in said
        }
    )


def _forms(found: Any, depth: int) -> Iterator[Form]:
    """Give the forms of a page, wherever they stand in it."""
    if isinstance(found, Form):
        yield found
    elif is_dataclass(found) and not isinstance(found, type) and depth < DEEPEST:
        for one in fields(found):
            yield from _forms(getattr(found, one.name), depth + 1)
