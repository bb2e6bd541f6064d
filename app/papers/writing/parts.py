"""The parts of a DOCX around its text: types, relations, notes, header and footer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from app.papers.writing.runs import Links, paragraph, run_of
from app.papers.writing.xml import escaped

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = f'xmlns:w="{_WORDS}" xmlns:r="{_OFFICE}"'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KIND = f"{_KIND}.document"
"""What a Word document is called where it is served."""
FILES = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes",
         "settings": "settings", "footer": "footer1"}  # fmt: skip
"""The parts of a document by what they are; a document can have a header more."""

RELATIONS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="d" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="p" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="footer"/>'
    '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
    '<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418"'
    ' w:right="1304" w:bottom="1418" w:left="1304" w:header="709" w:footer="709" w:gutter="0"/>'
    "{right}</w:sectPr>"
)
SETTINGS = (
    f'{HEAD}<w:settings {NAMES}><w:footnotePr><w:footnote w:id="0"/><w:footnote w:id="1"/>'
    '</w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


class About(NamedTuple):
    """What a document says of itself; nothing of whoever or whatever made the file."""

    title: str
    author: str
    language: str
    moment: datetime


def content_types(files: Mapping[str, str] = FILES) -> str:
    """Return what each part is."""
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="jpg" ContentType="image/jpeg"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
        + "".join(
            f'<Override PartName="/word/{file}.xml" ContentType="{_KIND}.{name}+xml"/>'
            for name, file in files.items()
        )
        + '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def of_document(files: Mapping[str, str] = FILES) -> str:
    """Return the relations of the text to the other parts."""
    return "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{file}.xml"/>'
        for name, file in files.items()
    )


def document(body: str) -> str:
    """Return the part with the text."""
    return f"{HEAD}<w:document {NAMES}><w:body>{body}</w:body></w:document>"


def properties(about: About) -> str:
    """Return title, author, language and time."""
    moment = about.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    when = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(about.title)}</dc:title><dc:creator>{escaped(about.author)}</dc:creator>"
        f"<dc:language>{escaped(about.language)}</dc:language>{when}</cp:coreProperties>"
    )


def footnotes(written: Sequence[str]) -> str:
    """Return the notes, after the two lines that stand above notes."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{key}">{paragraph(f"<w:r><w:{kind}/></w:r>")}'
        "</w:footnote>"
        for key, kind in enumerate(("separator", "continuationSeparator"))
    )
    return f"{HEAD}<w:footnotes {NAMES}>{lines}{''.join(written)}</w:footnotes>"


def header(said: str) -> str:
    """Return what stands above each page."""
    return f"{HEAD}<w:hdr {NAMES}>{paragraph(run_of(said), 'FootnoteText')}</w:hdr>"


def footer(said: str) -> str:
    """Return what stands below each page, and its number."""
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    inside = paragraph(run_of(f"{said}  ") + page, "FootnoteText")
    return f"{HEAD}<w:ftr {NAMES}>{inside}</w:ftr>"


def related(links: Links, more: str) -> str:
    """Return what a part refers to: other parts, and addresses outside."""
    outside = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/hyperlink" Target="{escaped(address)}"'
        ' TargetMode="External"/>'
        for address, name in links.names.items()
    )
    more += "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/image" Target="media/{name}"/>'
        for name, key in links.pictures.items()
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{more}{outside}</Relationships>'
