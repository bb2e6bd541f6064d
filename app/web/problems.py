"""What programmes are told where something went wrong: a problem as RFC 9457 has it."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel
from starlette.responses import JSONResponse

from app.core.errors import Refusal
from app.core.i18n import N_, gettext

MEDIA = "application/problem+json"
BLANK = "about:blank"
NOT_GOOD = N_("Something that was sent has to be different. Nothing was stored.")


class FieldProblem(BaseModel):
    """What is wrong with one field; the sentence is the one that the page shows."""

    field: str
    detail: str


class ProblemOut(BaseModel):
    """What went wrong: ``detail`` is a sentence for people, in the language of who asks.

    ``scope`` is what the token would have to open; ``errors`` says field by field what is wrong.
    """

    type: str = BLANK
    title: str
    status: int
    detail: str
    scope: str | None = None
    errors: Sequence[FieldProblem] | None = None


class NotGood(Refusal):
    """What a programme sent is not what the form takes."""

    status = 422
    message = NOT_GOOD

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Keep the sentences by field; those of no field are said first."""
        super().__init__(errors.get("") or NOT_GOOD)
        told = [{"field": field, "detail": said} for field, said in errors.items() if field]
        self.more = {"errors": told} if told else {}


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    more: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem as an answer; ``title`` is a marked msgid, ``detail`` a sentence."""
    said = {"type": BLANK, "title": gettext(title), "status": status, "detail": detail}
    return JSONResponse({**said, **(more or {})}, status, headers, media_type=MEDIA)
