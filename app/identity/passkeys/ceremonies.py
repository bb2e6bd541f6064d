"""The two ceremonies: what the browser is asked, and whether its answer is believed."""

import json
from collections.abc import Callable, Sequence
from typing import Any

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
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.identity.passkeys.values import UNCHECKED, Answer, Key, NotTaken

NAME = "R2P Focal Points"
MILLISECONDS = 120_000
LONGEST = 20_000
"""No honest answer is longer, in characters."""
LONGEST_ID = 1_364
"""A credential's id has 1,023 bytes at most (WebAuthn, 4), in base64url."""
REQUIRED = UserVerificationRequirement.REQUIRED
CHOICE = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.PREFERRED, user_verification=REQUIRED
)


class Ceremonies:
    """Enrolling and using passkeys of the portal at one domain and origin."""

    def __init__(self, domain: str, origin: str) -> None:
        self._domain = domain
        self._origin = origin

    def to_enrol(self, who: str, name: str, challenge: bytes, known: Sequence[Key]) -> str:
        """Return what the browser is asked in order to make a passkey, as JSON."""
        options = generate_registration_options(
            rp_id=self._domain,
            rp_name=NAME,
            user_id=who.encode(),
            user_name=name,
            challenge=challenge,
            timeout=MILLISECONDS,
            authenticator_selection=CHOICE,
            exclude_credentials=[_named(key) for key in known],
        )
        return options_to_json(options)

    def to_use(self, challenge: bytes, known: Sequence[Key]) -> str:
        """Return what the browser is asked in order to use one of the passkeys, as JSON."""
        options = generate_authentication_options(
            rp_id=self._domain,
            challenge=challenge,
            timeout=MILLISECONDS,
            allow_credentials=[_named(key) for key in known],
            user_verification=REQUIRED,
        )
        return options_to_json(options)

    def enrolled(self, answer: str, challenge: bytes) -> Key:
        """Return the passkey that was made.

        Raises:
            NotTaken: for an answer to something else, from elsewhere, or without its holder.
        """
        found = _believed(
            verify_registration_response,
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=self._domain,
            expected_origin=self._origin,
        )
        _ensure_checked(found)
        id_ = bytes_to_base64url(found.credential_id)
        if len(id_) > LONGEST_ID:
            raise NotTaken
        key = bytes_to_base64url(found.credential_public_key)
        return Key(id_, key, found.sign_count, _transports(answer))

    def used(self, answer: str, challenge: bytes, key: Key) -> int:
        """Return what the passkey counts to now; whether it counts on is for the caller to say.

        Raises:
            NotTaken: for an answer to something else, from elsewhere, or without its holder.
        """
        found = _believed(
            verify_authentication_response,
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=self._domain,
            expected_origin=self._origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=0,
        )
        _ensure_checked(found)
        return int(found.new_sign_count)

    @staticmethod
    def read(answer: str) -> Answer:
        """Return what an answer says of itself.

        Raises:
            NotTaken: where it cannot be read, or was given inside a page of another site.
        """
        if len(answer) > LONGEST:
            raise NotTaken
        try:
            given = json.loads(answer)
            said = parse_client_data_json(base64url_to_bytes(given["response"]["clientDataJSON"]))
            found = Answer(str(given["id"]), said.challenge)
        except Exception as error:  # strangers' JSON fails in many ways
            raise NotTaken from error
        if said.cross_origin:
            raise NotTaken
        return found


def _believed(verify: Callable[..., Any], **given: Any) -> Any:
    try:
        return verify(**given)
    except Exception as error:  # the library lets what it reads fail in its own many ways
        raise NotTaken from error


def _ensure_checked(found: Any) -> None:
    """Refuse a passkey that took its holder's word for being the holder."""
    if not found.user_verified:
        raise NotTaken(UNCHECKED)


def _named(key: Key) -> PublicKeyCredentialDescriptor:
    """Return a passkey by its name, and how a browser may reach it."""
    ways = [AuthenticatorTransport(way) for way in key.transports.split()]
    return PublicKeyCredentialDescriptor(
        id=base64url_to_bytes(key.credential_id), transports=ways or None
    )


def _transports(answer: str) -> str:
    """Return the ways to reach a passkey that the browser told and we know, in order."""
    told = json.loads(answer)["response"].get("transports")
    known = {str(way.value) for way in AuthenticatorTransport}
    return " ".join(
        sorted(known.intersection(way for way in _listed(told) if isinstance(way, str)))
    )


def _listed(told: object) -> list[object]:
    return told if isinstance(told, list) else []
