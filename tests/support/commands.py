"""The portal's commands as tests run them: with nothing of this shell but what they must have."""

import os
from collections.abc import Mapping


def environment(**values: str) -> Mapping[str, str]:
    """Return ``values``, the path, and what measures coverage."""
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {"PATH": os.environ["PATH"], **measured, **values}
