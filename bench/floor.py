"""The floor: a bare Starlette route that answers so many bytes, under the portal's settings.

The same request as the portal's comes in but for its address, and as many bytes go out in as many
lines of head: what carries an answer costs both alike.
"""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

OWN_LINES, OWN_BYTES = 6, 120
"""What the server's own head has: status, date, length, kind, the empty line."""
_ANSWERS: dict[tuple[int, int, int], tuple[bytes, dict[str, str]]] = {}


async def answer(request: Request) -> Response:
    """Answer with as many bytes and lines as the path says."""
    wanted: tuple[int, int, int] = (
        request.path_params["size"],
        request.path_params["lines"],
        request.path_params["head"],
    )
    body, headers = _ANSWERS.get(wanted) or _ANSWERS.setdefault(wanted, _made(*wanted))
    return Response(body, media_type="text/html", headers=headers)


def _made(size: int, lines: int, head: int) -> tuple[bytes, dict[str, str]]:
    more = max(0, lines - OWN_LINES)
    length = max(1, (head - OWN_BYTES) // more - 8) if more else 0
    return b"x" * size, {f"x-{number:02d}": "x" * length for number in range(more)}


app = Starlette(
    routes=[
        Route("/floor/{size:int}/{lines:int}/{head:int}", answer, methods=["GET", "POST"]),
    ],
)

if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
    )
