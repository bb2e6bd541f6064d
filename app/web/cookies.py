"""The portal's cookies: names, and the one way each of them is written."""

from starlette.responses import Response

SESSION = "session"
VISITOR = "visitor"
LANGUAGE = "language"
DEVICE = "device"
YEAR = 365 * 24 * 3600


def name_of(kind: str, *, secure: bool) -> str:
    """Return the cookie's name; over https the prefix binds it to this very host."""
    return f"__Host-{kind}" if secure else kind


def put(
    response: Response, kind: str, value: str, *, secure: bool, max_age: int | None = None
) -> None:
    """Set a cookie that scripts cannot read and other sites' posts do not carry."""
    response.set_cookie(
        name_of(kind, secure=secure),
        value,
        max_age=max_age,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def drop(response: Response, kind: str, *, secure: bool) -> None:
    """Remove a cookie."""
    response.delete_cookie(
        name_of(kind, secure=secure), path="/", secure=secure, httponly=True, samesite="lax"
    )
