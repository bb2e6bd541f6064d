"""The floor: a bare Starlette route that answers so many bytes, under the portal's settings."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_BODIES: dict[int, bytes] = {}


async def answer(request: Request) -> Response:
    """Answer with as many bytes as the path says."""
    size = request.path_params["size"]
    body = _BODIES.setdefault(size, b"x" * size)
    return Response(body, media_type="text/html")


app = Starlette(
    routes=[Route("/floor/{size:int}", answer, methods=["GET", "POST"])],
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
