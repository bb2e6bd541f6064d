"""Pictures for tests: small ones of one colour or of noise, and the words of a figure."""

from io import BytesIO
from typing import Any

from PIL import Image

from app.files.verdict import Kind
from app.manual.figures.drawing import Drawn, named

Size = tuple[int, int]


def made(colour: str = "red", size: Size = (40, 20), form: str = "PNG", **how: Any) -> bytes:
    """Return a picture as somebody would send it."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form, **how)
    return out.getvalue()


def noise(size: Size = (200, 100), form: str = "PNG") -> bytes:
    """Return a picture that looks like a photograph."""
    out = BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, form)
    return out.getvalue()


def drawn(colour: str = "red", size: Size = (40, 20)) -> Drawn:
    """Return a picture as the manual keeps it."""
    return named(made(colour, size), Kind.PNG)
