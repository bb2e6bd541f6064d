"""What stands around every page: language, menu, for whom one acts; templates call it ``page``."""

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Protocol
from urllib.parse import urlencode

from app.web.state import USUAL, State


class Acting(Protocol):
    """The person signed in, as the masthead shows them."""

    @property
    def name(self) -> str:
        """Name of the person."""
        ...

    @property
    def acting_tile(self) -> str:
        """Code of the member for whom one acts, such as ``GHA``."""
        ...

    @property
    def acting_name(self) -> str:
        """Name of the member for whom one acts, in the reader's language."""
        ...

    @property
    def is_secretariat(self) -> bool:
        """Whether the desk belongs in the menu."""
        ...

    @property
    def opens(self) -> frozenset[str]:
        """The entries of the main menu that open for them."""
        ...

    @property
    def reads_only(self) -> bool:
        """Whether the way of this sign-in opens no home, no assistance and no account."""
        ...


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language offered at the foot of the page."""

    code: str
    own_name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """Everything ``base.html`` shows that is not the page's own.

    ``viewer`` is None for the public and for stored pages that are the same bytes for everybody;
    the latter also set ``neutral``: their masthead neither says "sign in" nor names anyone.
    ``until`` is the time of day at which the session ends, ``left`` the same in seconds from now;
    ``extends`` says whether using the portal puts that off. ``helped`` says that somebody is helped
    in again as the viewer, who can stop it.
    """

    language: str = "en"
    dir: str = "ltr"
    demo: bool = False
    state: State = USUAL
    path: str = "/"
    here: str = ""
    viewer: Acting | None = None
    neutral: bool = False
    waiting: int = 0
    languages: tuple[Tongue, ...] = ()
    csrf: str = ""
    office: str = ""
    helped: bool = False
    search_query: str = ""
    canonical: str = ""
    indexed: bool = True
    until: str = ""
    left: str = ""
    extends: bool = False

    def once(self) -> str:
        """Return a new idempotency key; each form carries one of its own."""
        return token_urlsafe(16)

    @property
    def confirm(self) -> str:
        """Address at which who came to read only goes on by a stronger way, and back to here."""
        return "/account/confirm?" + urlencode({"next": self.path})

    @property
    def sign_in(self) -> str:
        """Address of the sign-in page with the way back to this one."""
        return "/sign-in?" + urlencode({"next": self.path})
