"""What the house provider keeps. Times are seconds since 1970, as the protocol has them."""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()
VERSION = 4
"""Of the schema; ``house_version`` holds the one that a database has."""
GROWS_FROM = (1, 2, 3)
"""Versions that only lack tables, which ``prepare`` makes."""

ENDED = "ended"
"""Stands in the row of a spent code whose sign-in was ended."""

version = Table("house_version", metadata, Column("number", Integer, primary_key=True))

account = Table(
    "house_account",
    metadata,
    Column("id", String(43), primary_key=True),
    Column("handle", String(80), nullable=False, unique=True),
    Column("email", String(254), unique=True),
    Column("name", String(120), nullable=False),
    Column("locale", String(8), nullable=False),
    Column("created_at", Double, nullable=False),
)

OWNER = "house_account.id"


def _owner(*, primary: bool = False) -> Column[str]:
    gone = ForeignKey(OWNER, ondelete="CASCADE")
    return Column("account_id", String(43), gone, primary_key=primary, nullable=False, index=True)


offer = Table(
    "house_offer",  # an address at which a way in is made, once
    metadata,
    Column("digest", String(64), primary_key=True),
    _owner(),
    Column("expires_at", Double, nullable=False),
)

reset = Table(
    "house_reset",  # of an account's ways in; ``digest`` is of the address it gave
    metadata,
    _owner(primary=True),
    Column("proposed_by", String(43), nullable=False),  # empty where nobody proved to be somebody
    Column("proposed_at", Double, nullable=False),
    Column("due_at", Double, nullable=False),  # nought where one alone is not enough
    Column("digest", String(64), nullable=False),
    Column("expires_at", Double, nullable=False),
)

passkey = Table(
    "house_passkey",
    metadata,
    Column("credential_id", String(1364), primary_key=True),
    _owner(),
    Column("public_key", Text, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("created_at", Double, nullable=False),
)

app = Table(
    "house_app",
    metadata,
    _owner(primary=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("last_step", Integer, nullable=False),
    Column("created_at", Double, nullable=False),
)

printed = Table(
    "house_printed",  # a code that was used is gone
    metadata,
    Column("digest", String(64), primary_key=True),
    _owner(),
)

browser = Table(
    "house_browser",  # in which somebody signed in before
    metadata,
    Column("digest", String(64), primary_key=True),
    _owner(),
    Column("expires_at", Double, nullable=False),
)

mailed = Table(
    "house_mailed",  # a code that was asked for by letter; none is drawn for nobody
    metadata,
    Column("key", String(64), primary_key=True),
    Column("account_id", String(43), ForeignKey(OWNER, ondelete="CASCADE"), index=True),
    Column("digest", String(64)),
    Column("tries", Integer, nullable=False),
    Column("expires_at", Double, nullable=False),
)

letter = Table(
    "house_letter",  # that has to leave; ``sealed`` says to whom, typed or known
    metadata,
    Column("key", String(64), primary_key=True),
    Column("kind", String(4), nullable=False),
    Column("account_id", String(43), ForeignKey(OWNER, ondelete="CASCADE"), index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Double, nullable=False),
    Column("expires_at", Double, nullable=False),
)

slow = Table(
    "house_slow",  # who guessed wrongly of late, by a keyed hash
    metadata,
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("until", Double, nullable=False),
    Column("expires_at", Double, nullable=False),
)

kept = Table(
    "house_kept",  # interactions, codes and tokens of the protocol
    metadata,
    Column("kind", String(11), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("sid", String(43), nullable=False),
    Column("value", Text, nullable=False),
    Column("expires_at", Double, nullable=False),
    Index("ix_house_kept_sid", "sid"),
    Index("ix_house_kept_expires_at", "expires_at"),
)

event = Table(
    "house_event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Double, nullable=False),
    Column("what", String(20), nullable=False),
    Column("account_id", String(43), index=True),  # stays when the account is gone
    Column("way", String(20), nullable=False),
)

decider = Table(
    "house_decider",  # of an entry of the record that says that somebody decided
    metadata,
    Column("event_id", Integer, ForeignKey("house_event.id", ondelete="CASCADE"), primary_key=True),
    Column("account_id", String(43), nullable=False),
    Column("handle", String(80), nullable=False),
)
