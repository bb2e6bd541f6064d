"""How code is written here: sizes, words about it, who knows the time and the environment."""

import ast
import re
from collections import Counter
from statistics import median

import pytest

from app.audit.events import Event
from app.core.config import ROOT
from app.rooms import ROOMS
from deploy import lock, settings_table
from tests.house.code import modules

PRODUCT = ("app", "provider", "deploy")
LONGEST_MODULE, LONGEST_FUNCTION = 250, 40
ONE_LIST = {"app/audit/events.py"}
"""A vocabulary in one piece: an enumeration cannot be cut."""
REASON = re.compile(r"(noqa: [A-Z0-9, ]+?|type: ignore\[[a-z, -]+\]|pragma: no cover) +(- |# ?)\S")
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:)")

KNOWS_THE_ENVIRONMENT = {
    "app/core/config.py": "the one place that reads settings",
    "app/arguments.py": "PORT, for `make run`",
    "provider/house/settings.py": "the same for the house provider, which imports nothing of app",
    "app/upkeep.py": "hands it to the doctor, who looks at files of secrets",
    "app/backup/dumps.py": "hands it on to PostgreSQL's own tools",
}
TELLS_THE_TIME = re.compile(
    r"(datetime|date|time)\.(now|today|utcnow|time|time_ns|localtime|gmtime|strftime|ctime)$"
)
NOT_YET_USED: dict[Event, str] = {}
"""Events that a later part of the portal will record, each with the part."""


def test_modules_stay_small():
    found = modules(*PRODUCT)
    sizes = {module.path: module.lines for module in found if module.lines}

    assert len(sizes) > 100
    assert {
        path: n for path, n in sizes.items() if n > LONGEST_MODULE and path not in ONE_LIST
    } == {}
    assert median(sizes.values()) <= 100, median(sizes.values())
    assert sorted(sizes.values())[int(len(sizes) * 0.95)] <= 200


def test_functions_stay_small():
    sizes = {
        f"{module.path}:{one.name}": (one.end_lineno or 0) - one.lineno + 1
        for module in modules(*PRODUCT)
        for one in module.functions()
    }

    assert len(sizes) > 500
    assert {name: n for name, n in sizes.items() if n > LONGEST_FUNCTION} == {}
    assert median(sizes.values()) <= 8, median(sizes.values())


def test_every_module_and_public_function_says_what_it_is():
    silent = [m.path for m in modules(*PRODUCT) if m.text and not ast.get_docstring(m.tree)]
    for module in modules(*PRODUCT):
        own = [*module.tree.body, *_methods(module.tree)]
        silent += [
            f"{module.path}:{node.name}"
            for node in own
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not any(ast.unparse(one).endswith(".setter") for one in node.decorator_list)
            and not ast.get_docstring(node)
        ]

    assert silent == []


def _methods(tree: ast.Module) -> list[ast.stmt]:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [stmt for one in classes if not one.name.startswith("_") for stmt in one.body]


def test_every_function_says_what_it_returns():
    silent = [
        f"{module.path}:{one.lineno} {one.name}"
        for module in modules(*PRODUCT)
        for one in module.functions()
        if one.returns is None and one.name != "__init__"
    ]

    assert silent == []


def test_every_suppression_carries_its_reason():
    found = [
        (f"{module.path}:{line}", comment)
        for module in modules(*PRODUCT, "bench")
        if SUPPRESSION.search(module.text)
        for line, comment in module.comments()
        if SUPPRESSION.match(comment)
    ]

    assert len(found) > 20
    assert [where for where, comment in found if not REASON.search(comment)] == []


def test_only_the_settings_read_the_environment():
    found = {
        module.path
        for module in modules("app", "provider")
        if any(n in {"os.environ", "os.getenv", "os.environb"} for n in module.names_read)
        or {"os.environ", "os.getenv"} & set(module.imports())
    }

    assert found == set(KNOWS_THE_ENVIRONMENT)


def test_only_the_clock_tells_the_time():
    found = {
        module.path
        for module in modules("app")
        if any(TELLS_THE_TIME.search(name) for name in module.names_read)
        or {"time.time", "time.localtime", "time.gmtime"} & set(module.imports())
    }

    assert found == {"app/core/clock.py"}


def test_only_the_database_commits():
    found = Counter(
        module.path
        for module in modules("app")
        for name in module.names_read
        if name.endswith((".commit", ".autocommit"))
    )

    assert found == {"app/core/db.py": 2}  # of an act, and of a reading on PostgreSQL


def test_nobody_but_the_policy_asks_for_the_kind_of_a_secretariat_office():
    """Besides: who the demonstration settles, and the table of rights shown to readers."""
    found = [
        module.path
        for module in modules("app")
        if "OfficeKind.EDITOR" in module.text or "OfficeKind.ADMINISTRATOR" in module.text
    ]

    assert sorted(found) == [
        "app/access/predicates.py", "app/access/viewer.py", "app/demonstration.py",
        "app/home/matrix.py",
    ]  # fmt: skip


RANK = {"rules": 0, "models": 1, "forms": 1, "queries": 2, "actions": 3, "pages": 4, "api": 4}


def test_inside_a_room_imports_go_downwards():
    """Pages ask actions, actions ask queries, queries ask models, models ask rules."""
    wrong, seen = [], 0
    for module in modules("app"):
        _, room, *rest = module.path.removesuffix(".py").split("/")
        own = RANK.get(rest[0]) if rest else None
        for name in module.imports() if own is not None else ():
            parts = name.split(".")
            if parts[:2] == ["app", room] and len(parts) > 2 and parts[2] in RANK:
                seen += 1
                if RANK[parts[2]] > (own or 0):
                    wrong.append((module.path, name))

    assert seen > 20
    assert wrong == []


def test_rules_do_nothing_but_decide():
    found = {
        (module.path, name)
        for module in modules("app")
        if module.path.endswith("/rules.py")
        for name in module.imports()
        if name.split(".")[0] in {"sqlalchemy", "sqlmodel", "fastapi", "starlette", "os", "pathlib"}
    }

    assert found == set()


def test_every_audited_event_is_recorded_somewhere():
    text = "\n".join(m.text for m in modules("app") if m.path != "app/audit/events.py")
    words = set(re.findall(r"\w+", text))
    unused = {event for event in Event if event.name not in words}

    assert unused == set(NOT_YET_USED)


def test_every_room_has_tests_of_its_own():
    rooms = {route.endpoint.__module__.split(".")[1] for room in ROOMS for route in room.routes}
    without = [
        room for room in sorted(rooms) if not list((ROOT / "tests" / room).glob("test_*.py"))
    ]

    assert len(rooms) > 5
    assert without == []


def test_the_locks_fit_and_name_no_registry(monkeypatch):
    monkeypatch.chdir(ROOT)

    assert lock.problems() == []


def test_a_lock_that_does_not_fit_is_found(tmp_path):
    """Each fault beside the lock that has none."""
    given = {"run.in": "a[x]>=2\n", "test.in": "-r run.in\nb_c\n"}
    fits = given | {"run.txt": "a==2.1 \\\n", "test.txt": "a==2.1 \\\nb-c==1 \\\n"}
    faults = {
        "run.txt lacks a": {"run.txt": "", "test.txt": fits["test.txt"]},
        "run.txt has a 1.9, not a[x]>=2": {"run.txt": "a==1.9\n", "test.txt": "a==1.9\nb-c==1\n"},
        "test.txt lacks b_c": {"test.txt": "a==2.1\n"},
        "differs from the run lock in {'a': '2.1'}": {"test.txt": "a==2.2\nb-c==1\n"},
        "names an address": {"test.txt": fits["test.txt"] + "--index-url https://x.example\n"},
    }
    found = {}
    for fault, changed in [("", {}), *faults.items()]:
        for name, text in (fits | changed).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        found[fault] = lock.problems(tmp_path)

    assert found.pop("") == []
    assert len(found) == len(faults)
    for fault, said in found.items():
        assert len(said) == 1, (fault, said)
        assert fault in said[0]
    for file in (ROOT / "requirements").iterdir():
        assert "://" not in file.read_text(encoding="utf-8"), file
        assert "index-url" not in file.read_text(encoding="utf-8"), file


def test_the_table_of_settings_is_what_the_code_reads(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    assert settings_table.problems() == []

    monkeypatch.chdir(tmp_path)
    assert settings_table.problems() == [
        "docs/operating.md is stale: run `python -m deploy.settings_table`."
    ]
    fresh = settings_table.written("")
    assert settings_table.written(fresh) == fresh
    assert settings_table.written("# My own\n\nwords\n").startswith(
        "# My own\n\nwords\n## Settings\n\n<!--"
    )
    assert len(re.findall(r"^\| `PORTAL_", fresh, re.MULTILINE)) >= 18


@pytest.mark.parametrize("name", ["secret_key", "seal_key", "audit_key", "providers", "smtp_url"])
def test_secrets_are_marked(name):
    line = next(
        row for row in settings_table.table().splitlines() if f"PORTAL_{name.upper()}`" in row
    )

    assert "| yes |" in line
