"""What goes on from what another filled gets a copy of it, and leaves the other as it was."""

from sqlalchemy import create_engine, text

from tests.support.databases import after

begun: list[str] = []


def _said(url: str, *statements: str) -> list[int]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        for statement in statements:
            conn.execute(text(statement))
        found = list(conn.execute(text("SELECT number FROM noted ORDER BY 1")).scalars())
    engine.dispose()
    return found


def with_one(url: str) -> str:
    begun.append(url)
    _said(url, "CREATE TABLE noted (number integer)", "INSERT INTO noted VALUES (1)")
    return "one"


@after(with_one)
def with_two(url: str, held: str) -> tuple[str, str]:
    """Note a second number."""
    _said(url, "INSERT INTO noted VALUES (2)")
    return held, "two"


def test_what_is_there_is_not_made_again_and_stays_as_it_was(engine_name, templates):
    begun.clear()
    two, one = templates.of(engine_name, with_two), templates.of(engine_name, with_one)

    assert (one.held, two.held) == ("one", ("one", "two"))
    assert len(begun) == 1
    with one.fresh() as first, two.fresh() as second:
        assert (_said(first), _said(second)) == ([1], [1, 2])


def test_it_fills_a_database_as_a_whole_where_there_are_no_templates(tmp_path):
    url = f"sqlite:///{tmp_path / 'whole.sqlite3'}"

    assert with_two(url) == ("one", "two")
    assert with_two.__name__ == "with_two"
    assert _said(url) == [1, 2]
