"""The portal under measurement: as served in production, but for http on this machine."""

import json
import sys

from app.core import memory

if __name__ == "__main__":
    memory.collect_rarely()
    import uvicorn

    from app.core.config import Settings
    from app.main import create_app

    settings = Settings(**json.loads(sys.argv[1]))
    app = create_app(settings)
    memory.settle()
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
    )
