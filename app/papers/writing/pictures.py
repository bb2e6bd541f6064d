"""A picture in a DOCX: a drawing within a line, with its words for who does not see it."""

from app.papers.writing.xml import escaped
from app.text.figures import size_of

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_POINT = 9525
"""Units of a point of a picture, of which an inch has 96."""
_WIDE, _HIGH = 5_900_000, 8_000_000
"""Units of a page."""


def drawing(name: str, words: str, number: int, key: str) -> str:
    """Return a run with a picture that the document knows as ``key``."""
    width, height = size_of(name)
    part = min(1.0, _WIDE / (width * _POINT), _HIGH / (height * _POINT))
    wide, high = (max(1, int(side * _POINT * part)) for side in (width, height))
    said = f'id="{number}" name="{name}" descr="{escaped(words)}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0"'
        f' distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr {said}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {said}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/><a:stretch>'
        '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r>"
    )
