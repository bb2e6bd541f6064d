"""The parts of the file of all that is stored about a person, in the order of their making."""

from collections.abc import Sequence

from app.core.i18n import N_

PARTS: Sequence[tuple[str, str, Sequence[str]]] = (
    (
        "account",
        N_("your account and ways in"),
        ("person", "check_word", "ways_in", "passkeys", "passkey_codes", "tokens", "recoveries"),
    ),
    ("sessions", N_("your sessions and browsers"), ("sessions", "browsers")),
    ("letters", N_("letters to you"), ("letters",)),
    (
        "notices",
        N_("your notices"),
        ("notices", "digest_times", "next_digest", "digests", "notices_read"),
    ),
    (
        "offices",
        N_("your offices and entries"),
        ("offices", "entries", "absences", "missions_reading", "hand_overs"),
    ),
    (
        "answers",
        N_("invitations, nominations and what you answered as a second person"),
        ("nominations", "invitations", "second_answers"),
    ),
    (
        "work",
        N_("what you began and wrote"),
        (
            "things_begun",
            "versions_written",
            "typed_not_saved",
            "requests_typed",
            "submissions_as_guest",
            "guests_known",
        ),
    ),
    (
        "following",
        N_("what you follow and were told of it"),
        ("followed", "followed_news", "happenings"),
    ),
    (
        "comments",
        N_("which comments you read and reported"),
        ("comments_read", "comments_reported"),
    ),
    (
        "manual",
        N_("what you read and set aside in the manual"),
        ("texts_set_aside", "manual_read", "manual_unmarked"),
    ),
    (
        "record",
        N_("what the record says of you"),
        ("record", "work_asked_for", "desk_holds", "desk_batches"),
    ),
    ("guest", N_("what was lent to you as a guest"), ("guest",)),
    ("files", N_("files that you attached"), ("files_attached",)),
)
"""How each part is called, and what stands in it."""
