"""What identity keeps."""

from app.core.inventory import ACCOUNT, RECORD, Class, Held, Kept, Until, ended
from app.identity import backchannel, devices, signing_in
from app.identity.models import (
    AccessToken,
    CheckWord,
    Device,
    Identity,
    LogoutToken,
    Passkey,
    PasskeyChallenge,
    PasskeyCode,
    Person,
    PortalSession,
    Recovery,
    SignIn,
)
from app.identity.passkeys import challenges
from app.identity.people import RECOVERED

_SESSION = Until("until signed out, PORTAL_SESSION_HOURS at most", swept=True)
_TOKEN = Until("until taken back, a year at most", swept=True)
_SIGN_IN = ended(signing_in.LASTS, "it began")
_CHALLENGE = ended(challenges.LASTS, "it was asked")
_CODE = Until("until the first passkey was added, 40 minutes at most", swept=True)
_DEVICE = ended(devices.KEPT, "the last sign-in with it")

HELD: Held = {
    CheckWord: (
        Kept(
            Class.CONFIDENTIAL,
            "words",
            "The word by which a person knows the portal's letters, sealed.",
            ACCOUNT,
        ),
        Kept(
            Class.PERSONAL,
            "person_id changed_at",
            "That a person has a check word, and since when.",
            ACCOUNT,
        ),
    ),
    Person: (
        Kept(
            Class.PERSONAL,
            "name email language",
            "To show who holds an office, and to send letters in the right language.",
            ACCOUNT,
        ),
        Kept(
            Class.PERSONAL,
            "email_checked_at",
            "When a sign-in provider said that the address is the person's own.",
            ACCOUNT,
        ),
        Kept(
            Class.PERSONAL,
            "came_by",
            "By which guest's invitation an account came that goes with what was lent.",
            ACCOUNT,
        ),
        Kept(
            Class.PERSONAL,
            "passkey_wanted_since",
            "Since when the first passkey wants a code, because all were removed.",
            ACCOUNT,
        ),
        Kept(
            Class.TECHNICAL,
            "id created_at",
            "The number by which offices and the record mean a person without naming one.",
            RECORD,
        ),
    ),
    Identity: (
        Kept(
            Class.PERSONAL,
            "issuer subject person_id bound_at",
            "What the sign-in provider calls the person: nothing else recognises anybody.",
            ACCOUNT,
        ),
    ),
    PortalSession: (
        Kept(
            Class.PERSONAL,
            "id_hash person_id office_id provider id_token identity_hash sid proved_at factor"
            " factor_at reads_only",
            "Who is signed in for which office, by which provider; the secret is a fingerprint.",
            _SESSION,
        ),
        Kept(
            Class.PERSONAL,
            "browser system new_device created_at seen_at expires_at",
            "So that people recognise their own sessions and find those of others.",
            _SESSION,
        ),
    ),
    AccessToken: (
        Kept(
            Class.PERSONAL,
            "id secret_hash mark person_id appointment_id provider name scopes created_at used_at"
            " expires_at",
            "What lets a programme read for an office; the secret is a fingerprint.",
            _TOKEN,
        ),
    ),
    Passkey: (
        Kept(
            Class.PERSONAL,
            "id person_id name credential_id public_key sign_count transports created_at used_at",
            "To know a person's passkeys again; the secret halves never leave their devices.",
            ACCOUNT,
        ),
    ),
    PasskeyChallenge: (
        Kept(
            Class.TECHNICAL,
            "key session_hash kind created_at",
            "What a passkey has to sign next, once.",
            _CHALLENGE,
        ),
    ),
    PasskeyCode: (
        Kept(
            Class.PERSONAL,
            "code_hash person_id tries session_hash made_at until",
            "What a person is told by voice before adding a first passkey; a keyed fingerprint.",
            _CODE,
        ),
    ),
    Device: (
        Kept(
            Class.PERSONAL,
            "key person_id first_at seen_at",
            "Fingerprints of browsers, to tell a person of a new one.",
            _DEVICE,
        ),
    ),
    SignIn: (
        Kept(
            Class.TECHNICAL,
            "state_hash browser_hash provider issuer nonce verifier way_back invitation_id errand "
            "session_hash recovery_hash guest_hash created_at",
            "A sign-in under way, so that exactly the browser that began it comes back.",
            _SIGN_IN,
        ),
    ),
    LogoutToken: (
        Kept(
            Class.TECHNICAL,
            "key at",
            "Fingerprint of a provider's logout token, so that none is good twice.",
            ended(backchannel.KEPT, "it was used"),
        ),
    ),
    Recovery: (
        Kept(
            Class.CONFIDENTIAL,
            "reason_words checked_words",
            "Why a person could not come in (who is asked as the second person reads it, too), and"
            " how the Secretariat knew who it was.",
            ended(RECOVERED, "it is over"),
        ),
        Kept(
            Class.PERSONAL,
            "id person_id gives reason checked proposed_by proposed_at agreed_by agreed_at due_at"
            " effect_at link_hash link_until outcome ended_by ended_at",
            "What was done to help a person in, and by which two; the link is a fingerprint.",
            ended(RECOVERED, "it is over"),
        ),
    ),
}
