"""The parts of a DOCX around its text: types, relations, styles, lists, notes, footer."""

from collections.abc import Sequence

from app.manual.exports.book import Book
from app.manual.exports.docx_runs import Links, paragraph, run_of
from app.manual.exports.xml import escaped

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = f'xmlns:w="{_WORDS}" xmlns:r="{_OFFICE}"'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "numbering", "footnotes", "settings", "footer")
_FILES = {name: f"{name}1" if name == "footer" else name for name in _PARTS}
_LEVELS = range(9)
_STEP = 360
_BULLET = "•"

CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{file}.xml" ContentType="{_KIND}.{name}+xml"/>'
        for name, file in _FILES.items()
    )
    + '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="d" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="p" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
OF_DOCUMENT = "".join(
    f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{file}.xml"/>'
    for name, file in _FILES.items()
)
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="footer"/>'
    '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
    '<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418"'
    ' w:right="1304" w:bottom="1418" w:left="1304" w:header="709" w:footer="709" w:gutter="0"/>'
    "{right}</w:sectPr>"
)
SETTINGS = (
    f'{_HEAD}<w:settings {_NAMES}><w:footnotePr><w:footnote w:id="0"/><w:footnote w:id="1"/>'
    '</w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
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
    ("Above", "Number above", "", '<w:keepNext/><w:spacing w:before="120" w:after="0"/>'),
    ("After", "After table", '<w:sz w:val="8"/>', ""),
    ("ListParagraph", "List Paragraph", "", '<w:spacing w:after="60"/>'),
    ("ListContinue", "List Continue", "", '<w:ind w:left="360"/>'),
    ("Quote", "Quote", "", '<w:ind w:left="480" w:right="480"/>'),
    ("Preformatted", "Preformatted", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>',
     '<w:spacing w:after="0"/>'),
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


def document(body: str) -> str:
    """Return the part with the text."""
    return f"{_HEAD}<w:document {_NAMES}><w:body>{body}</w:body></w:document>"


def properties(book: Book) -> str:
    """Return title, author and time; nothing of whoever or whatever made the file."""
    moment = book.edition.published_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    when = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(book.title)}</dc:title><dc:creator>{escaped(book.author)}</dc:creator>"
        f"<dc:language>{escaped(book.edition.language)}</dc:language>{when}</cp:coreProperties>"
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
        f"{_HEAD}<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Noto Sans" w:hAnsi="Noto Sans" w:cs="Noto Sans Arabic"/>'
        f'<w:sz w:val="21"/><w:lang w:val="{escaped(language)}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr>'
        '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1"'
        f' w:styleId="Normal"><w:name w:val="Normal"/></w:style>{paragraphs}{signs}'
        '<w:style w:type="table" w:styleId="Table"><w:name w:val="Table Grid"/><w:tblPr>'
        f"<w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def numbering(ordered: Sequence[int]) -> str:
    """Return the lists: one of points, and each numbered one with its first number."""
    points = "".join(_level(n, "bullet", _BULLET) for n in _LEVELS)
    numbers = "".join(_level(n, "decimal", f"%{n + 1}.") for n in _LEVELS)
    lists = "".join(_counted(key, first) for key, first in enumerate(ordered, 2))
    return (
        f'{_HEAD}<w:numbering {_NAMES}><w:abstractNum w:abstractNumId="0">{points}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{numbers}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{lists}</w:numbering>'
    )


def _level(number: int, kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind'
        f' w:left="{_STEP * (number + 1)}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
    )


def _counted(key: int, first: int) -> str:
    begin = "".join(
        f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="{first}"/></w:lvlOverride>'
        for n in _LEVELS
    )
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="1"/>{begin}</w:num>'


def footnotes(written: Sequence[str]) -> str:
    """Return the notes, after the two lines that stand above notes."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{key}">{paragraph(f"<w:r><w:{kind}/></w:r>")}'
        "</w:footnote>"
        for key, kind in enumerate(("separator", "continuationSeparator"))
    )
    return f"{_HEAD}<w:footnotes {_NAMES}>{lines}{''.join(written)}</w:footnotes>"


def footer(book: Book) -> str:
    """Return what stands below each page: edition, hash and page."""
    said = run_of(f"{book.title}, {book.stated}, sha256:{book.edition.hash}  ")
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    inside = paragraph(said + page, "FootnoteText")
    return f"{_HEAD}<w:ftr {_NAMES}>{inside}</w:ftr>"


def related(links: Links, more: str) -> str:
    """Return what a part refers to: other parts, and addresses outside."""
    outside = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/hyperlink" Target="{escaped(address)}"'
        ' TargetMode="External"/>'
        for address, name in links.names.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{more}{outside}</Relationships>'
