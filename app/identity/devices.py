"""The browser somebody signs in with: in words, and whether this person came with it before.

A browser is known by a cookie that is read at sign-in only. What is stored is a hash of it with the
person inside, so that two people who share a browser cannot be told from the database.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.core.i18n import gettext
from app.identity.models import Device
from app.identity.sessions import hashed

KEPT = timedelta(days=365)
"""A browser that was not used for a year is new again, as its cookie is gone."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""Part of a user agent → its name; the first that fits counts, because browsers name others too."""

device = table(Device)


@dataclass(frozen=True, slots=True)
class Browser:
    """What is kept of a user agent: two names, empty where it tells none we know."""

    name: str = ""
    system: str = ""

    @classmethod
    def of(cls, agent: str) -> "Browser":
        """Return the browser behind a user agent."""
        return cls(_first(agent, BROWSERS), _first(agent, SYSTEMS))


def _first(agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for part, name in known if part in agent), "")


def words(name: str, system: str) -> str:
    """Return a browser in words of the reader's language, such as ``Firefox on Windows``."""
    if not name:
        return system or gettext("Unknown browser")
    return gettext("%(browser)s on %(system)s", browser=name, system=system) if system else name


def recognise(db: Session, person_id: str, secret: str) -> bool:
    """Note that the person came with this browser; say whether it is a new one beside others."""
    key = hashed(f"{person_id}:{secret}")
    seen = update(device).where(device.c.key == key).values(seen_at=clock.wall())
    if db.execute(seen.returning(device.c.key)).first():
        return False
    count = select(func.count()).select_from(device).where(device.c.person_id == person_id)
    others: int = db.execute(count).scalar_one()
    db.add(Device(key=key, person_id=person_id))
    return others > 0


def sweep(db: Session) -> None:
    """Forget browsers that were not used for a year."""
    db.execute(delete(device).where(device.c.seen_at <= clock.wall() - KEPT))
