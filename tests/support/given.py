"""The settings of a portal under test."""

from pathlib import Path

from app.core import seal
from app.core.config import Settings
from app.core.sign_in_provider import SignInProvider

SECRET = "a secret for tests only, 32 characters"
PROVIDER = SignInProvider(
    key="test", name="Ministry", issuer="https://idp.example", client_id="portal", client_secret="s"
)
SEAL_KEY, AUDIT_KEY = seal.new_key(), seal.new_key()
"""The same for every test of a process: what is sealed in a template opens in its copies."""


def settings_for(database_url: str, var_dir: Path) -> Settings:
    """Return the settings of a portal on a database, with a folder for what it writes."""
    return Settings(
        database_url=database_url,
        base_url="http://testserver",
        var_dir=var_dir,
        secret_key=SECRET,
        seal_key=SEAL_KEY,
        audit_key=AUDIT_KEY,
        worker=False,
        contact="secretariat@example.org",
        providers=(PROVIDER,),
    )
