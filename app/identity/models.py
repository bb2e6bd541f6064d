"""Tables of identity: people, their names at providers, sessions, passkeys, recoveries."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Text, false, text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class Person(SQLModel, table=True):
    """A person who signs in. What a person may do follows from the offices held, not from here.

    ``came_by`` names the guest's invitation by which the account was last let in; such an account
    goes with what was lent. ``passkey_wanted_since``: all passkeys were removed then, and the first
    new one wants a code. ``email_checked_at``: a provider said that the address is the person's; by
    one that nobody checked letters go out, and nobody is meant.
    """

    __tablename__ = "person"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    name: str = Field(max_length=120)
    email: str | None = Field(default=None, max_length=254)
    email_checked_at: datetime | None = None
    language: str | None = Field(default=None, max_length=12)
    came_by: str | None = Field(default=None, max_length=12, index=True)
    passkey_wanted_since: datetime | None = None
    created_at: datetime = Field(default_factory=clock.now)


class CheckWord(SQLModel, table=True):
    """The words by which a person knows the portal's letters, sealed for that person alone."""

    __tablename__ = "check_word"
    model_config = {"arbitrary_types_allowed": True}

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    words: SealedText = Field(sa_column=Column(Sealed, nullable=False))
    changed_at: datetime = Field(default_factory=clock.now)


class Identity(SQLModel, table=True):
    """What an issuer calls a person: the only key by which somebody is recognised."""

    __tablename__ = "identity"

    issuer: str = Field(primary_key=True, max_length=300)
    subject: str = Field(primary_key=True, max_length=255)
    person_id: str = Field(foreign_key="person.id", index=True)
    bound_at: datetime = Field(default_factory=clock.wall)


class SignIn(SQLModel, table=True):
    """A sign-in under way in one tab of one browser: single use, ten minutes.

    ``errand`` says what it is for; ``confirm`` and ``link`` belong to a session, ``recover`` and
    ``renew`` to the link of a recovery, ``guest`` to the invitation of a guest.
    """

    __tablename__ = "sign_in"

    state_hash: str = Field(primary_key=True, max_length=64)
    browser_hash: str = Field(max_length=64, index=True)
    provider: str = Field(max_length=40)
    issuer: str = Field(max_length=300)
    nonce: str = Field(max_length=64)
    verifier: str = Field(max_length=128)
    way_back: str = Field(max_length=300)
    invitation_id: str | None = Field(default=None, foreign_key="invitation.id")
    errand: str = Field(default="enter", max_length=8, sa_column_kwargs={"server_default": "enter"})
    session_hash: str | None = Field(default=None, max_length=64)
    recovery_hash: str | None = Field(default=None, max_length=64)
    guest_hash: str | None = Field(default=None, max_length=64)
    created_at: datetime = Field(default_factory=clock.wall, index=True)


class PortalSession(SQLModel, table=True):
    """A signed-in browser; the cookie's secret is stored as a hash only.

    ``identity_hash`` names the identity it came by, ``sid`` is the provider's name for its own
    session, ``proved_at`` says when the person last proved to be there. ``factor`` says who
    vouches for a second factor (the provider, or a passkey), empty where none was shown, and
    ``factor_at`` when. ``reads_only``: it came by a way that opens network-level reading only.
    """

    __tablename__ = "session"

    id_hash: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", index=True)
    office_id: str | None = Field(default=None, foreign_key="office.id")
    provider: str = Field(max_length=40)
    id_token: str | None = None
    browser: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    system: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    new_device: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    identity_hash: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    sid: str | None = Field(default=None, max_length=255)
    proved_at: datetime | None = None
    factor: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    factor_at: datetime | None = None
    reads_only: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime = Field(default_factory=clock.wall)
    seen_at: datetime = Field(default_factory=clock.wall)
    expires_at: datetime = Field(index=True)


class Device(SQLModel, table=True):
    """A browser with which a person has signed in; its cookie stands here as a hash only."""

    __tablename__ = "device"

    key: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", index=True)
    first_at: datetime = Field(default_factory=clock.wall)
    seen_at: datetime = Field(default_factory=clock.wall, index=True)


class Passkey(SQLModel, table=True):
    """A passkey or security key of a person, by what its own half of the key pair is checked.

    ``credential_id`` and ``public_key`` (COSE) are written in base64url; ``sign_count`` is what it
    counted to when it was last used, ``transports`` how a browser may reach it.
    """

    __tablename__ = "passkey"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    person_id: str = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=60)
    credential_id: str = Field(unique=True, max_length=1364)
    public_key: str
    sign_count: int = Field(sa_type=BigInteger)
    transports: str = Field(max_length=80)
    created_at: datetime = Field(default_factory=clock.wall)
    used_at: datetime | None = None


class AccessToken(SQLModel, table=True):
    """What lets a programme come as the holder of an office does; its secret is a hash only.

    It lives with one appointment and with the provider by which its holder came. ``scopes`` names
    what it opens, parted by spaces; ``mark`` is how its secret begins, so that it can be told.
    """

    __tablename__ = "access_token"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    secret_hash: str = Field(unique=True, max_length=64)
    mark: str = Field(max_length=12)
    person_id: str = Field(foreign_key="person.id", index=True)
    appointment_id: str = Field(foreign_key="appointment.id", index=True)
    provider: str = Field(max_length=40)
    name: str = Field(max_length=60)
    scopes: str = Field(max_length=200)
    created_at: datetime = Field(default_factory=clock.wall)
    used_at: datetime | None = None
    expires_at: datetime = Field(index=True)


class PasskeyChallenge(SQLModel, table=True):
    """What a passkey has to sign next, for one session: single use, five minutes."""

    __tablename__ = "passkey_challenge"

    key: str = Field(primary_key=True, max_length=64)
    session_hash: str = Field(max_length=64)
    kind: str = Field(max_length=8)
    created_at: datetime = Field(default_factory=clock.wall, index=True)


class PasskeyCode(SQLModel, table=True):
    """What a person is told by voice and types once before adding the first passkey anew.

    Of the code there is a keyed hash. ``session_hash`` is the session that typed it, and alone may
    then add a passkey; until then it is None.
    """

    __tablename__ = "passkey_code"

    code_hash: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", unique=True)
    tries: int = 0
    session_hash: str | None = Field(default=None, max_length=64)
    made_at: datetime = Field(default_factory=clock.wall)
    until: datetime = Field(index=True)


class LogoutToken(SQLModel, table=True):
    """A provider's logout token that was acted on: no token is good twice."""

    __tablename__ = "logout_token"

    key: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(default_factory=clock.wall, index=True)


class Recovery(SQLModel, table=True):
    """That a person is helped in again: proposed, agreed to, and in effect after a delay.

    It goes on until ``ended_at``; ``outcome`` then says how it ended. ``due_at`` says when it takes
    effect, None while a second person is needed. What it ``gives``, the ``reason`` and how the
    person was ``checked`` are codes of ``recovery.rules``. The secret of its link is a hash only.
    """

    __tablename__ = "recovery"
    __table_args__ = (
        Index(
            "ix_recovery_open",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    person_id: str = Field(foreign_key="person.id", index=True)
    gives: str = Field(max_length=8)
    reason: str = Field(max_length=10)
    reason_words: str = Field(sa_type=Text)
    checked: str = Field(max_length=10)
    checked_words: str = Field(sa_type=Text)
    proposed_by: str | None = Field(default=None, foreign_key="person.id")
    proposed_at: datetime = Field(default_factory=clock.now)
    agreed_by: str | None = Field(default=None, foreign_key="person.id")
    agreed_at: datetime | None = None
    due_at: datetime | None = None
    effect_at: datetime | None = None
    link_hash: str | None = Field(default=None, unique=True, max_length=64)
    link_until: datetime | None = None
    outcome: str | None = Field(default=None, max_length=10)
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
