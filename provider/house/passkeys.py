"""Passkeys of the house: made at enrolment, used without naming an account.

py_webauthn reads what browsers say and checks signatures, address and type. What decides is ours:
the challenge is that of a single-use ticket, the key checked its holder, and counts forwards.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_client_data_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from provider.house import accounts
from provider.house.accounts import Account
from provider.house.tables import passkey

MILLISECONDS = 120_000
LONGEST, LONGEST_ID = 20_000, 1_364
REQUIRED = UserVerificationRequirement.REQUIRED
CHOICE = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
)


class NotTaken(Exception):
    """An answer of a passkey that changes nothing."""


@dataclass(frozen=True, slots=True)
class Used:
    """Whose passkey answered; ``copied`` where it counts backwards, as a copy would."""

    account_id: str
    copied: bool


@dataclass(frozen=True, slots=True)
class Passkeys:
    """The ceremonies of one provider."""

    domain: str
    origin: str
    title: str

    def to_make(self, account: Account, challenge: bytes) -> str:
        """Return what the browser is asked in order to make a passkey, as JSON."""
        options = generate_registration_options(
            rp_id=self.domain,
            rp_name=self.title,
            user_id=account.subject.encode(),
            user_name=account.email or account.handle,
            user_display_name=account.name,
            challenge=challenge,
            timeout=MILLISECONDS,
            authenticator_selection=CHOICE,
        )
        return options_to_json(options)

    def to_use(self, challenge: bytes) -> str:
        """Return what the browser is asked in order to use one; it names nobody's."""
        options = generate_authentication_options(
            rp_id=self.domain, challenge=challenge, timeout=MILLISECONDS, user_verification=REQUIRED
        )
        return options_to_json(options)

    def made(self, answer: str, challenge: bytes) -> dict[str, Any]:
        """Return what is to be kept of a passkey that was just made.

        Raises:
            NotTaken: for an answer to something else, from elsewhere, or without its holder.
        """
        _read(answer)
        found = self._believed(verify_registration_response, answer, challenge)
        name = bytes_to_base64url(found.credential_id)
        if len(name) > LONGEST_ID:
            raise NotTaken
        key = bytes_to_base64url(found.credential_public_key)
        return {"credential_id": name, "public_key": key, "sign_count": found.sign_count}

    @staticmethod
    def require_new(conn: Connection, made: Mapping[str, Any]) -> None:
        """Refuse a passkey that is somebody's already.

        Raises:
            NotTaken: it is.
        """
        named = passkey.c.credential_id == made["credential_id"]
        if conn.execute(select(named).where(named)).first():
            raise NotTaken

    def keep(self, conn: Connection, account_id: str, made: Mapping[str, Any], now: float) -> None:
        """Keep what ``made`` returned.

        Raises:
            NotTaken: it is somebody's already.
        """
        self.require_new(conn, made)
        conn.execute(insert(passkey).values(**made, account_id=account_id, created_at=now))

    def use(self, conn: Connection, answer: str, challenge: bytes) -> Used:
        """Return whose passkey answered; one that counts on is noted.

        Raises:
            NotTaken: for an answer to something else, from elsewhere, or without its holder.
        """
        name, owner = _read(answer)
        named = passkey.c.credential_id == name
        accounts.hold(conn, owner)
        row = conn.execute(select(passkey).where(named).with_for_update()).first()
        if row is None or owner != row.account_id:
            raise NotTaken
        found = self._believed(
            verify_authentication_response,
            answer,
            challenge,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=0,
        )
        count = int(found.new_sign_count)
        if (count or row.sign_count) and count <= row.sign_count:
            return Used(row.account_id, copied=True)
        conn.execute(update(passkey).where(named).values(sign_count=count))
        return Used(row.account_id, copied=False)

    def _believed(
        self, verify: Callable[..., Any], answer: str, challenge: bytes, **more: Any
    ) -> Any:
        try:
            return verify(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self.domain,
                expected_origin=self.origin,
                require_user_verification=True,
                **more,
            )
        except Exception as error:  # the library lets what it reads fail in its own many ways
            raise NotTaken from error


def _read(answer: str) -> tuple[str, str]:
    """Return the passkey's id and the owner that an answer names.

    Raises:
        NotTaken: where it cannot be read, or was given inside a page of another site.
    """
    if len(answer) > LONGEST:
        raise NotTaken
    try:
        given = json.loads(answer)
        response = given["response"]
        said = parse_client_data_json(base64url_to_bytes(response["clientDataJSON"]))
        owner = base64url_to_bytes(response.get("userHandle") or "").decode()
        named = str(given["id"])
        named.encode("ascii")
    except Exception as error:  # strangers' JSON fails in many ways
        raise NotTaken from error
    if said.cross_origin or not named.isprintable() or "\0" in owner:
        raise NotTaken
    return named, owner
