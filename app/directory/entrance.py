"""The sign-in page: it asks for the member or the work address and never lists who uses what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from starlette.responses import RedirectResponse, Response

from app.access.policy import P
from app.core import i18n
from app.core.errors import BadRequest
from app.core.i18n import N_, gettext
from app.core.ids import new_token
from app.core.sign_in_provider import SignInProvider
from app.directory import choosing
from app.directory.choosing import Found
from app.directory.queries import member_names
from app.identity.journey import begin_with
from app.identity.oidc import SignInFailed
from app.identity.signing_in import Errand
from app.web import cookies
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.places import safe_way_back
from app.web.render import Page
from app.web.throttle import SIGNING_IN

room = Room("entrance")

MISSING = N_("Write the name of your state or organisation, or your work address.")
NOT_FOUND = N_("No member has this name. Write it as it stands in the directory.")


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    """Where to sign in, and what to do for those who cannot.

    ``listed`` are shown to everybody; ``asks`` says that there are others, found by ``form``;
    ``choices`` are those found, ``members`` what else the words may mean; ``nothing`` says that
    they name a member for whom nothing is arranged, ``trouble`` what went wrong.
    """

    template: ClassVar[str] = "directory/sign_in.html"

    listed: Sequence[SignInProvider]
    asks: bool
    way_back: str
    contact: str
    names: Sequence[str] = ()
    form: Form = field(default_factory=Form)
    choices: Sequence[SignInProvider] = ()
    members: Sequence[str] = ()
    nothing: bool = False
    trouble: str = ""


@room.get("/sign-in", P.ANYONE)
def sign_in(ask: Ask, next: str = "/home") -> Response:  # noqa: A002 - the field's name
    """Ask where the person signs in, or go on where somebody is signed in already."""
    way_back = safe_way_back(next)
    if not _at_home(ask):
        base = ask.portal.settings.base_url
        return RedirectResponse(f"{base}/sign-in?{urlencode({'next': way_back})}", status_code=303)
    if ask.viewer.signed_in:
        return RedirectResponse(way_back, status_code=303)
    return _page(ask, way_back)


def _at_home(ask: Ask) -> bool:
    """Whether the portal is asked under its own address: a sign-in and its cookies end there."""
    return ask.request.url.netloc.lower() == urlsplit(ask.portal.settings.base_url).netloc.lower()


@room.post("/sign-in", P.ANYONE, pace=SIGNING_IN, reading_too=True)
def begin(ask: Ask) -> Response:
    """Remember the sign-in and lead on to the provider, or offer those that were found."""
    way_back = safe_way_back(ask.field("next"))
    given = ask.portal.settings.providers
    reader, names = Reader(ask.sent), _names(ask) if ask.field("who") else {}
    who = reader.line("who", most=254)
    found = choosing.find(who, names, given) if who else Found()
    key = ask.field("provider")
    if key and key not in {*found.providers, *(one.key for one in given if one.listed)}:
        raise BadRequest
    if not key and len(found.providers) != 1:
        return _offer(ask, way_back, reader, found, names)
    try:
        return begin_with(ask, key or found.providers[0], Errand(way_back=way_back))
    except SignInFailed as failed:
        return _page(ask, way_back, status=failed.status, form=reader.form, trouble=failed.sentence)


def _offer(
    ask: Ask, way_back: str, reader: Reader, found: Found, names: Mapping[str, Sequence[str]]
) -> Response:
    """Show what was found: several providers, several members, or nothing."""
    who = reader.line("who", most=254, missing=MISSING)
    known = len(found.members) == 1 or "@" in who
    if who and not found.members and not known:
        reader.wrong("who", NOT_FOUND)
    given = ask.portal.settings.providers
    return _page(
        ask,
        way_back,
        status=200 if known else 422,
        form=reader.form,
        choices=[one for key in found.providers for one in given if one.key == key],
        members=[] if known else [gettext(names[code][0]) for code in found.members],
        nothing=known and not found.providers,
    )


def _page(ask: Ask, way_back: str, *, status: int = 200, **shown: object) -> Response:
    """Answer with the sign-in page, and with the cookie that the sign-in is bound to."""
    ask.guest = ask.visitor or new_token()
    settings = ask.portal.settings
    listed = [one for one in settings.providers if one.listed]
    asks = len(listed) < len(settings.providers)
    names = sorted(gettext(own[0]) for own in _names(ask).values()) if asks else []
    page = SignInPage(
        listed=listed,
        asks=asks,
        way_back=way_back,
        contact=settings.contact,
        names=names,
        **shown,  # type: ignore[arg-type] # the fields of the page, by name
    )
    response = ask.page(page, status=status)
    cookies.put(response, cookies.VISITOR, ask.guest, secure=settings.secure)
    return response


def _names(ask: Ask) -> Mapping[str, Sequence[str]]:
    """Return all names of each member, its own first, then those of every language."""
    return {
        code: (name, *(_translated(name, language) for language in i18n.languages()))
        for code, name in member_names(ask.conn).items()
    }


def _translated(name: str, language: str) -> str:
    with i18n.use_language(language):
        return gettext(name)
