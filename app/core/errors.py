"""Refusals: what the portal will not do, as a sentence for a person and a status for HTTP.

Wrong input to a form is not a refusal: it renders the form again with its sentences.
"""

from collections.abc import Mapping

from app.core.i18n import N_, gettext


class Refusal(Exception):
    """Something the portal declines, with the sentence that is shown."""

    status = 409
    title = ""
    """What the page is called where the status alone would mislead."""
    message = N_("This cannot be done now.")
    headers: Mapping[str, str] = {}
    more: Mapping[str, object] = {}
    """What a programme is told beside the sentence."""

    def __init__(self, message: str | None = None, /, **values: object) -> None:
        """Keep ``message`` (a marked msgid) and the values of its places."""
        super().__init__(message or self.message)
        self.msgid = message or self.message
        self.values = values

    @property
    def sentence(self) -> str:
        """The sentence in the language now spoken."""
        return gettext(self.msgid, **self.values)


class BadRequest(Refusal):
    """The request itself makes no sense: a broken address or field."""

    status = 400
    message = N_("This address or form is not complete. Go back and try again.")


class SignInNeeded(Refusal):
    """A person must sign in first."""

    status = 401
    message = N_("Sign in to go on.")


class TokenRefused(Refusal):
    """A programme came with a token that opens nothing: unknown, taken back, or over."""

    status = 401
    message = N_("This token opens nothing: it is unknown, was taken back, or is over.")
    headers: Mapping[str, str] = {"www-authenticate": 'Bearer error="invalid_token"'}


class Forbidden(Refusal):
    """The viewer may see the thing but may not do this to it; the rule says why."""

    status = 403
    message = N_("Your office may not do this.")


class ScopeMissing(Forbidden):
    """A programme came with a token that does not open this; the answer names what it lacks."""

    def __init__(self, message: str, scope: str) -> None:
        """Name the part that the token would have to open (RFC 6750)."""
        super().__init__(message)
        self.more = {"scope": scope}
        wants = f'Bearer error="insufficient_scope", scope="{scope}"'
        self.headers = {"www-authenticate": wants}


class ConfirmNeeded(Refusal):
    """The viewer may do this, but only shortly after a proof of being there."""

    status = 403
    message = N_("This can hardly be undone, so the portal asks once more who you are.")
    title = N_("Confirm that it is you")


class SecondFactorNeeded(Refusal):
    """The viewer may do this, but only shortly after a second factor was shown."""

    status = 403
    message = N_("This wants a second factor, shown in the last fifteen minutes.")
    title = N_("Show a second factor")


class StrongerNeeded(Refusal):
    """The viewer came in by a way that opens reading at network level only."""

    status = 403
    message = N_("This needs your passkey or app code.")
    title = N_("Sign in by a stronger way")


class NotFound(Refusal):
    """There is nothing here, or nothing for this viewer: the two are never told apart."""

    status = 404
    message = N_("Nothing here, or not for your office.")


class Conflict(Refusal):
    """Somebody else was faster, or the thing is no longer in the state the act needs."""

    status = 409
    message = N_("Someone changed this in the meantime. Here is the present state.")


class TooLarge(Refusal):
    """More was sent than the portal takes."""

    status = 413
    message = N_("This is more than the portal can take at once. Shorten it and send it again.")


class Frozen(Refusal):
    """Nobody may sign in or change anything for now."""

    status = 503
    title = N_("Reading only, for now")
    message = N_(
        "Signing in and every change are stopped for now, so nothing was stored. Reading goes on."
        " Keep this page open and send your text later, or copy it."
    )
    headers: Mapping[str, str] = {"retry-after": "600"}


class TooSoon(Refusal):
    """The caller has done this very often; it can be done again after a wait."""

    status = 429
    message = N_("Much came from here in a short time. Wait %(seconds)s seconds, then try again.")

    def __init__(self, seconds: int) -> None:
        """Say how long to wait: two seconds or more, as sentences and headers have it."""
        wait = max(2, seconds)
        super().__init__(seconds=wait)
        self.headers = {"retry-after": str(wait)}
