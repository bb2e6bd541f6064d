"""The description of the interface (OpenAPI 3.1), true to what is answered."""

from typing import Any

from fastapi.openapi.constants import REF_TEMPLATE

from app.web.problems import ProblemOut


def completed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what FastAPI described, with what a problem looks like."""
    problem = ProblemOut.model_json_schema(ref_template=REF_TEMPLATE)
    parts = problem.pop("$defs", {})
    schema["components"]["schemas"] |= {ProblemOut.__name__: problem, **parts}
    return schema
