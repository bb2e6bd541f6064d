"""A clearance of anything in tests: its document, edited outside, and sent back in."""

import io
import zipfile


def rewritten(content, change, **more: str):
    """Return a document whose text was edited, and which has some parts more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as made:
        for name in packed.namelist():
            said = packed.read(name)
            if name == "word/document.xml":
                said = change(said.decode()).encode()
            made.writestr(name, said)
        for name, said in more.items():
            made.writestr(f"word/{name}.xml", said)
    return out.getvalue()


def document(browser, place: str) -> bytes:
    """Return what went out."""
    return browser.get(f"{place}/file").raw.content


def back(browser, place: str, content: bytes, status: int = 200):
    """Send a document in, and return the page that answers."""
    sent = {"files": {"file": ("back.docx", content)}}
    return browser.post(f"{place}/back", status=status, **sent)


def kept(page) -> dict[str, str]:
    """Return what the page that shows what came back carries to the act."""
    form = page.soup.select_one("form[action$='/take']")
    return {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
