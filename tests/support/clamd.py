"""A real clamd with a database of one line, and what only says that it is one."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

MARK = b"a-line-that-only-the-tests-call-a-virus"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def binary() -> str | None:
    """Return the daemon, None where it is not installed."""
    return shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run clamd with a signature of our own; give the path of its socket."""
    found = binary()
    assert found
    (folder / "db").mkdir(parents=True)
    lines = (f"Portal.Test:0:*:{MARK.hex()}", f"Portal.Eicar:0:*:{EICAR[:40].hex()}")
    (folder / "db" / "own.ndb").write_text("\n".join(lines) + "\n")
    path, config = folder / "clamd.sock", folder / "clamd.conf"
    config.write_text(
        f"DatabaseDirectory {folder / 'db'}\nLocalSocket {path}\nForeground yes\n"
        f"StreamMaxLength 12M\nLogFile {folder / 'log'}\nTemporaryDirectory {folder}\n"
        f"User {'root' if os.geteuid() == 0 else os.environ.get('USER', 'nobody')}\n"
    )
    process = subprocess.Popen(  # noqa: S603 - Debian's own programme
        [found, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            if path.exists():
                break
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        yield str(path)
    finally:
        process.kill()
        process.wait()


@contextmanager
def lying(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Listen where a scanner should, and do to each caller what ``answer`` does."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    link, _ = server.accept()
                except OSError:
                    return
                with link:
                    try:
                        answer(link)
                    except OSError:
                        continue

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)
