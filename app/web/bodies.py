"""What a programme may send: the fields of a form, by the same names, as JSON."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Body(BaseModel):
    """Nothing at all; what is not named is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def sent(self) -> dict[str, list[str]]:
        """Return what a form would have sent: nothing for what is not there."""
        return {name: _typed(value) for name, value in self if value is not None}


class Versioned(Body):
    """An act on something that can change: the version that was read, or the header If-Match."""

    version: int | None = Field(default=None, ge=0, le=999_999_999)


def _typed(value: Any) -> list[str]:
    """Return a value as a form sends it."""
    if isinstance(value, bool):
        return ["yes"] if value else []
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return [str(value)]
