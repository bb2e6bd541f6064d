"""What may be attached, in words: kinds, limits, and why a file is not taken and what helps."""

from collections.abc import Mapping

from app.core.errors import Refusal
from app.core.i18n import N_
from app.files.verdict import Kind, Why

MOST_OF_ITEM = 10
"""Files of one item."""
MOST_BODY = 21 * 1024 * 1024
"""Bytes of one form: two of the largest files, or ten of two megabytes."""
MEGABYTE = 1024 * 1024

MEDIA: Mapping[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
    Kind.TEXT: "text/plain; charset=utf-8",
}
KINDS: Mapping[Kind, str] = {
    Kind.PDF: N_("PDF"),
    Kind.PNG: N_("PNG image"),
    Kind.JPEG: N_("JPEG image"),
    Kind.WEBP: N_("WebP image"),
    Kind.TEXT: N_("Plain text"),
}
SENTENCES: Mapping[Why, str] = {
    Why.EMPTY: N_("This file is empty."),
    Why.LARGE: N_("This file is larger than 10 MB. Make it smaller, or split it."),
    Why.UNKNOWN: N_(
        "This is neither a PDF, nor a PNG, JPEG or WebP image, nor plain text in UTF-8. Print it to"
        " PDF and attach that."
    ),
    Why.ARCHIVE: N_("Archives are not taken. Unpack it and attach the files one by one."),
    Why.OFFICE: N_("Office files are not taken. Print the document to PDF and attach that."),
    Why.MARKUP: N_(
        "Web pages, letters, drawings and programmes are not taken. Print it to PDF and attach"
        " that."
    ),
    Why.DAMAGED: N_("This file is damaged. Open it, save or print it anew, and attach that."),
    Why.LOCKED: N_("This PDF is protected by a password or by rights. Print it to PDF without."),
    Why.HUGE_IMAGE: N_("This image has more than 50 million points. Make it smaller."),
    Why.MOVING_IMAGE: N_("Moving images are not taken. Attach one picture of it."),
    Why.BOMB: N_("Unpacked, this file is far larger than it may be. Print it to PDF anew."),
    Why.TANGLED: N_("This PDF is built in a way that cannot be checked. Print it to PDF anew."),
    Why.EXTERNAL: N_("This PDF takes parts of it from elsewhere. Print it to PDF anew."),
    Why.NO_PAGE: N_("This PDF has no page, or more than 2,000. Split it."),
    Why.PICTURE: N_(
        "A picture inside this PDF cannot be checked: it is larger than it says, or packed twice."
        " Print it to PDF anew."
    ),
    Why.SCAN: N_(
        "A picture inside this PDF is packed as JBIG2 or JPEG 2000, which is not taken. Scan the"
        " document anew as PDF in JPEG or fax (CCITT) packing, often called “standard” rather than"
        " “compact”, or attach its pages as JPEG or PNG images."
    ),
    Why.LAYERS: N_(
        "This PDF has layers that are hidden. Show or remove them, print it to PDF anew, and attach"
        " that."
    ),
    Why.HIDDEN_SIGNS: N_(
        "This text holds hidden signs that change how it reads. Remove them, or print it to PDF."
    ),
    Why.NOT_PAPER: N_(
        "A note verbale is attached as a PDF or as a picture of it, not as plain text. Print it to"
        " PDF and attach that."
    ),
    Why.NO_FIGURE: N_(
        "A figure is a picture: PNG, JPEG or WebP. Drawings (SVG), PDFs and other files are not"
        " taken. Save it as PNG, and choose that."
    ),
    Why.VIRUS: N_(
        "The virus scanner found something in this file, so it was not kept. Tell whoever looks"
        " after your computer."
    ),
    Why.NOT_SCANNED: N_(
        "The virus scanner does not answer at present, so this file was not kept. Everything else"
        " works: attach it again later."
    ),
    Why.FAILED: N_(
        "This file could not be examined in the time there is. Print it to PDF anew, or make it"
        " smaller."
    ),
}
VIRUS_FOUND = N_(
    "The virus scanner found something in a file that you attached, so it was removed. Tell whoever"
    " looks after your computer."
)
NEVER_SCANNED = N_(
    "The virus scanner could not examine a file that you attached, so it was removed. Save it anew"
    " or in another format, and attach it again."
)
CAME_LATE = N_(
    "A file that you attached was scanned too late to be part of this, so it was removed. Attach it"
    " again where you still can."
)
NOTHING_SENT = N_("Choose at least one file.")
TOO_MANY = N_("At most 10 files belong to one entry. Remove one first.")
THERE_ALREADY = N_("This very file is attached already.")
QUOTA = N_(
    "The files of your member have used up their %(most)s MB; those of published and withdrawn"
    " practices count as well. Remove some from drafts, or ask the Secretariat."
)


class Unreadable(Refusal):
    """A file is listed but cannot be read from the store: a fault that a restore can mend."""

    status = 503
    title = N_("This file cannot be read")
    message = N_(
        "This file cannot be read at present. Nothing you did caused this: tell the Secretariat,"
        " whose backup has it."
    )


class NotKept(Refusal):
    """The store takes nothing at present."""

    status = 503
    title = N_("Files cannot be kept")
    message = N_(
        "Files cannot be kept at present, so nothing was attached. Everything else works; tell the"
        " Secretariat and try again later."
    )
