"""Two portals of the image behind the proxy: health, sign-in, a session at both, one killed."""

import os
import signal
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from threading import Event
from typing import Self

import httpx

from prove.installation import Installation
from prove.row import Row, equal
from prove.sandbox import process_in
from prove.standing import Server, listens, wait
from tests.identity.journey import Tourist, hidden, leads_to

READERS, OK = 4, 200
SECONDS = 2.0
OFFICES = ("administrator", "editor")
TRUSTED = "/run/proxy.crt"


@dataclass
class Portals:
    """The portals of an installation, each a process that can be killed and started again."""

    made: Installation
    server: Server
    ports: dict[str, int]
    base: str
    trusted: ssl.SSLContext
    running: dict[str, "Popen[bytes]"] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Prepare the database and start all that Compose starts."""
        key = self.made.said("backup-key")
        self.made.given["PORTAL_BACKUP_RECIPIENTS"] = key.splitlines()[0].rpartition("=")[2]
        self.made.keep({"backup_key": key})
        self.made.beside["/run/backup.key"] = self.made.secret("backup_key")
        self.made.said("prepare")
        for name in (*self.ports, "worker"):
            self.start(name)
        return self

    def __exit__(self, *_: object) -> None:
        """Kill what still runs."""
        for process in self.running.values():
            process.kill()
            process.wait(timeout=30)

    def settings(self, name: str) -> dict[str, str]:
        """Return what differs here from a container: ports, and whose certificate is taken."""
        port = str(self.ports.get(name, 0) or 8000)
        return {"PORTAL_HOST": "127.0.0.1", "PORTAL_PORT": port, "SSL_CERT_FILE": TRUSTED}

    def start(self, name: str) -> None:
        """Start a portal, or the worker, and wait until it takes requests."""
        box = self.made.box(name, **self.settings(name))
        log = self.made.folder / f"{name}.log"
        self.running[name] = box.start(self.made.command(name), log)
        if port := self.ports.get(name):
            wait(lambda: listens(port), name)

    def stop(self, name: str) -> int:
        """Tell it to end as Compose does; return the status it ends with."""
        os.kill(process_in(self.running[name].pid), signal.SIGTERM)
        return self.running[name].wait(timeout=30)

    def healthy(self, name: str) -> bool:
        """Whether the image's own health check says so."""
        words = self.made.stage.last("HEALTHCHECK")
        box = self.made.box(name, **self.settings(name))
        return box.run(words[words.index("CMD") + 1 :]).returncode == 0

    def status(self, name: str, cookies: str = "") -> int:
        """Return what one portal answers to who asks for the first page of members."""
        headers = {"Host": self.base.partition("//")[2], "Cookie": cookies}
        return httpx.get(f"http://127.0.0.1:{self.ports[name]}/home", headers=headers).status_code

    def while_read(self, act: Callable[[], object]) -> Counter[int]:
        """Return the answers to readers behind the proxy, while ``act`` is done in the middle."""
        over = Event()
        with ThreadPoolExecutor(READERS) as pool:
            readers = [pool.submit(self._read, over) for _ in range(READERS)]
            time.sleep(SECONDS)
            act()
            time.sleep(SECONDS)
            over.set()
            return sum((reader.result() for reader in readers), Counter())

    def _read(self, over: Event) -> Counter[int]:
        found: Counter[int] = Counter()
        with httpx.Client(base_url=self.base, verify=self.trusted, timeout=20) as client:
            while not over.is_set():
                try:
                    found[client.get("/directory").status_code] += 1
                except httpx.TransportError:  # cut off in the middle
                    found[0] += 1
        return found


def acts(portals: Portals) -> Iterator[Row]:
    """Use the portals as people do, and lose one."""
    names = list(portals.ports)
    healthy = sum(portals.healthy(name) for name in names)
    yield equal("image: portals that its health check finds alive", healthy, len(names))
    yield _powers(portals)
    people = {office: _let_in(portals, office) for office in OFFICES}
    came = sum(person.http.get("/home").status_code == OK for person in people.values())
    yield equal("two portals: invited, signed in over https, let in", came, len(OFFICES))
    jar = people["editor"].http.cookies.jar
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
    known = [portals.status(name, who) for who in (cookies, "") for name in names]
    yield equal("a session at both portals, and none", known, [200, 200, 303, 303])
    yield from _losing(portals, names, people["editor"])
    for person in people.values():
        person.close()


def _losing(portals: Portals, names: list[str], person: Tourist) -> Iterator[Row]:
    first, second = names
    found = portals.while_read(portals.running[first].kill)
    lost = found.total() - found[OK]
    name = f"{first} killed under {READERS} readers: of {found.total()} answers lost"
    yield Row(name, str(lost), f"≤ {READERS}", lost <= READERS)
    portals.running[first].wait(timeout=30)
    yield equal("the session goes on at the other", person.get("/home").status_code, OK)
    portals.start(first)
    wait(lambda: portals.healthy(first), first)
    time.sleep(3)  # the proxy looks every two seconds
    found = portals.while_read(lambda: portals.stop(second))
    lost = found.total() - found[OK]
    yield equal(f"{second} told to stop: of {found.total()} answers lost", lost, 0)
    yield equal("the session goes on at the first", person.get("/home").status_code, OK)
    portals.start(second)
    yield equal("the worker told to stop ends with", portals.stop("worker"), 0)
    portals.start("worker")


def _powers(portals: Portals) -> Row:
    """Read in the kernel's own words as whom the portals run."""
    found = set()
    for name in portals.ports:
        text = Path(f"/proc/{process_in(portals.running[name].pid)}/status").read_text()
        said = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
        caps = {int(said[f"Cap{kind}"], 16) for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")}
        found.add(f"{said['Uid'].split()[1]}, caps {caps}, no new {said['NoNewPrivs']}")
    wanted = f"{portals.made.user[0]}, caps {{0}}, no new 1"
    return equal("image: runs as user, with capabilities", ", ".join(found), wanted)


def _let_in(portals: Portals, office: str) -> Tourist:
    """Invite somebody to the Secretariat and take the office, from the letter to the first page."""
    words = ("invite", "--member", "SEC", "--office", office, "--name", "Somebody")
    token = portals.made.said(*words).rpartition("/")[2]
    person = Tourist(portals.base, portals.trusted)
    path = f"/invitation/{token}"
    lead = person.post(f"{path}/sign-in", hidden(person.get(path).text, f"{path}/sign-in"))
    person.http.get(person.choose(leads_to(lead.text), office))
    fields = hidden(person.get(path).text, path)
    person.post(path, {**fields, "member": "Secretariat"})
    return person
