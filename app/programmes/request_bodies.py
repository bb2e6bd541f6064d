"""What a programme sends of a request for assistance and of an offer: their forms' fields."""

from app.web.bodies import Body, Versioned

PAGES = {
    "what": (
        "title", "outcome", "themes", "practices", "risk_factors", "practical_steps", "origin",
        "language",
    ),
    "how": (
        "modalities", "languages", "for_whom", "wanted_from", "wanted_to", "answer_by",
        "contribution", "travel_money",
    ),
    "readers": ("circle", "readers", "told"),
    "contacts": ("contact", "alternate"),
}  # fmt: skip
"""The fields of each page on which a request is written."""


class NewRequest(Body):
    """The first page of a request; ``standing`` is a standing offer from which it begins."""

    title: str | None = None
    outcome: str | None = None
    themes: list[str] | None = None
    practices: list[str] | None = None
    risk_factors: list[str] | None = None
    practical_steps: list[str] | None = None
    origin: str | None = None
    language: str | None = None
    standing: str | None = None


class ChangedRequest(Versioned):
    """Any fields of a request that is being written: what is not sent stays as it is.

    ``circle`` says whom it asks; with "chosen", ``readers`` are sets such as "members:GHA".
    """

    title: str | None = None
    outcome: str | None = None
    themes: list[str] | None = None
    practices: list[str] | None = None
    risk_factors: list[str] | None = None
    practical_steps: list[str] | None = None
    origin: str | None = None
    language: str | None = None
    modalities: list[str] | None = None
    languages: list[str] | None = None
    for_whom: str | None = None
    wanted_from: str | None = None
    wanted_to: str | None = None
    answer_by: str | None = None
    contribution: str | None = None
    travel_money: bool | None = None
    contact: str | None = None
    alternate: str | None = None
    circle: str | None = None
    readers: list[str] | None = None
    told: bool | None = None


class Submitted(Versioned):
    """A request is handed to the Secretariat; ``harmless``: nothing in it could harm anyone."""

    harmless: bool = False


class Closed(Versioned):
    """How a request ended: its result, and a few words."""

    result: str | None = None
    note: str | None = None


class NewOffer(Body):
    """An offer of help for a request."""

    message: str | None = None
    modalities: list[str] | None = None
    languages: list[str] | None = None
    period: str | None = None
    language: str | None = None
