"""How a DOCX looks: its styles and its lists."""

from collections.abc import Sequence

from app.papers.writing.parts import HEAD, NAMES
from app.papers.writing.xml import escaped

_LEVELS = range(9)
_STEP = 360
_BULLET = "•"
_ABOVE = '<w:keepNext/><w:spacing w:before="{}" w:after="120"/><w:outlineLvl w:val="{}"/>'
_HEADINGS = tuple(
    (
        f"Heading{n}",
        f"heading {n}",
        f'<w:b/><w:sz w:val="{40 - 4 * n}"/>',
        _ABOVE.format(480 - 60 * n, n - 1),
    )
    for n in range(1, 7)
)
_STYLES = (
    ("Title", "Title", '<w:sz w:val="48"/>', '<w:spacing w:after="240"/>'),
    *_HEADINGS,
    ("Front", "Front page", "", ""),
    ("Lead", "Readers of the chapter", "<w:i/>", ""),
    ("Contents", "Contents title", "<w:b/>", '<w:spacing w:before="480"/>'),
    ("Contents1", "toc 1", "", '<w:tabs><w:tab w:val="right" w:pos="9298"/></w:tabs>'),
    ("Frame", "Frame of the file", '<w:b/><w:sz w:val="28"/>',
     '<w:keepNext/><w:spacing w:before="360"/>'),
    ("Above", "Number above", "", '<w:keepNext/><w:spacing w:before="120" w:after="0"/>'),
    ("After", "After table", '<w:sz w:val="8"/>', ""),
    ("ListParagraph", "List Paragraph", "", '<w:spacing w:after="60"/>'),
    ("ListContinue", "List Continue", "", '<w:ind w:left="360"/>'),
    ("Quote", "Quote", "", '<w:ind w:left="480" w:right="480"/>'),
    ("Preformatted", "Preformatted", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>',
     '<w:spacing w:after="0"/>'),
    ("Figure", "Figure", "", '<w:keepNext/><w:spacing w:before="120" w:after="60"/>'),
    ("Caption", "caption", '<w:sz w:val="19"/>', '<w:spacing w:after="60"/>'),
    ("Credit", "Source of a figure", '<w:color w:val="595959"/><w:sz w:val="18"/>', ""),
    ("Rule", "Rule", "",
     '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'),
    ("TableText", "Table text", "", '<w:spacing w:after="0"/>'),
    ("TableHead", "Table head", "<w:b/>", '<w:keepNext/><w:spacing w:after="0"/>'),
    ("FootnoteText", "footnote text", '<w:sz w:val="18"/>', '<w:spacing w:after="60"/>'),
)  # fmt: skip
_SIGNS = (
    ("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
    ("Hyperlink", "Hyperlink", '<w:color w:val="0B4F8A"/><w:u w:val="single"/>'),
    ("Number", "Paragraph number", '<w:color w:val="595959"/><w:sz w:val="18"/>'),
    ("Code", "Code", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'),
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def styles(language: str) -> str:
    """Return how each kind of paragraph looks."""
    paragraphs = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{shape}</w:pPr><w:rPr>{look}</w:rPr>'
        "</w:style>"
        for key, name, look, shape in _STYLES
    )
    signs = "".join(
        f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
        for key, name, look in _SIGNS
    )
    return (
        f"{HEAD}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Noto Sans" w:hAnsi="Noto Sans" w:cs="Noto Sans Arabic"/>'
        f'<w:sz w:val="21"/><w:lang w:val="{escaped(language)}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr>'
        '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1"'
        f' w:styleId="Normal"><w:name w:val="Normal"/></w:style>{paragraphs}{signs}'
        '<w:style w:type="table" w:styleId="Table"><w:name w:val="Table Grid"/><w:tblPr>'
        f"<w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def numbering(ordered: Sequence[int]) -> str:
    """Return the lists: one of points, and each numbered one with its first number.

    Each has a shape of its own: LibreOffice takes lists of one shape for one list.
    """
    points = "".join(_level(n, "bullet", _BULLET, 1) for n in _LEVELS)
    shapes = "".join(_shape(key, first) for key, first in enumerate(ordered, 1))
    lists = "".join(_list(key) for key in range(len(ordered) + 1))
    return (
        f'{HEAD}<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{points}</w:abstractNum>'
        f"{shapes}{lists}</w:numbering>"
    )


def _shape(key: int, first: int) -> str:
    levels = "".join(_level(n, "decimal", f"%{n + 1}.", first) for n in _LEVELS)
    return f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>'


def _list(shape: int) -> str:
    return f'<w:num w:numId="{shape + 1}"><w:abstractNumId w:val="{shape}"/></w:num>'


def _level(number: int, kind: str, text: str, first: int) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{first}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind'
        f' w:left="{_STEP * (number + 1)}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
    )
