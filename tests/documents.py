"""Small valid documents of every binary format, built part by part. All texts are invented."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

STORY = (
    "The port of Harrow reopened on Tuesday, the harbour authority said.",
    "Two of its cranes stay shut until May, and nobody was hurt in the storm of last week.",
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:creator>{author}</dc:creator></cp:coreProperties>"
)


def a_zip(members: Mapping[str, bytes | str] | Iterable[tuple[str, bytes | str]]) -> bytes:
    """A zip with these members, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items() if isinstance(members, Mapping) else members:
            archive.writestr(name, data)
    return out.getvalue()


def w_p(text: str, style: str = "") -> str:
    """A paragraph of a Word document."""
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{mark}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def a_docx(body: str, *, title: str = "", author: str = "", styles: str = "") -> bytes:
    """A Word document with this body."""
    return a_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
            "word/document.xml": f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>',
            "docProps/core.xml": CORE.format(title=title, author=author),
        }
    )


def an_odt(body: str, *, title: str = "", styles: str = "") -> bytes:
    """An OpenDocument text with this body."""
    spaces = 'xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:table="b"'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    meta = f'<meta xmlns:dc="d"><dc:title>{title}</dc:title></meta>'
    return a_zip(
        [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content), ("meta.xml", meta)]
    )


def a_pptx(*slides: str) -> bytes:
    """A presentation with these slides' shapes."""
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in range(len(slides)))
    relations = "".join(f'<Relationship Id="rId{n}" Target="slides/slide{n}.xml"/>' for n in range(len(slides)))
    members = {
        "[Content_Types].xml": "<Types/>",
        "ppt/presentation.xml": f'<p:presentation xmlns:p="p" xmlns:r="r">{ids}</p:presentation>',
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="x">{relations}</Relationships>',
    }
    pages = {f"ppt/slides/slide{n}.xml": f'<p:sld xmlns:p="p" xmlns:a="a">{s}</p:sld>' for n, s in enumerate(slides)}
    return a_zip(members | pages)


def a_shape(text: str, place: str = "body") -> str:
    """One text shape of a slide."""
    return f'<p:sp><p:nvPr><p:ph type="{place}"/></p:nvPr><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sp>'


def an_epub(documents: Mapping[str, str], *, order: Sequence[str] = (), facts: str = "") -> bytes:
    """An e-book with these XHTML documents, in this reading order."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(documents)
    )
    spine = "".join(f'<itemref idref="i{list(documents).index(name)}"/>' for name in order or documents)
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="d"><metadata>{facts}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    members = [("mimetype", "application/epub+zip"), ("META-INF/container.xml", container), ("OPS/book.opf", package)]
    return a_zip([*members, *((f"OPS/{name}", text) for name, text in documents.items())])


def a_page(title: str, *paragraphs: str) -> str:
    """An XHTML document."""
    prose = "".join(f"<p>{text}</p>" for text in paragraphs)
    head = '<?xml version="1.0" encoding="utf-8"?><html><head><title>x</title></head>'
    return f"{head}<body><h1>{title}</h1>{prose}</body></html>"


def a_pdf(*pages: Sequence[tuple[float, float, float, str]], info: str = "", content: bytes | None = None) -> bytes:
    """A PDF whose pages hold lines (x, y, size, text) in Helvetica; or one page with this compressed content stream."""
    streams = [_drawn(page) for page in pages] if content is None else [content]
    count = len(streams)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(streams):
        page = f"/Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {page} >>".encode())
        packed = zlib.compress(stream)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + packed + b"\nendstream")
    objects.append(f"<< {info} >>".encode())
    return _assembled(objects)


def _drawn(lines: Sequence[tuple[float, float, float, str]]) -> bytes:
    shown = "\n".join(f"BT /F1 {size:g} Tf 1 0 0 1 {x:g} {y:g} Tm ({text}) Tj ET" for x, y, size, text in lines)
    return shown.encode("cp1252")


def _assembled(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF"
    return bytes(out) + trailer.encode()


def an_eml(body: str = " ".join(STORY), **headers: str) -> bytes:
    """A message of one plain text part; ``headers`` with underscores for hyphens."""
    given = {"From": "Example Wire <news@wire.example>", "Subject": "Port of Harrow reopens"}
    given |= {"Date": "Fri, 14 Mar 2025 09:30:00 +0100", "Message-ID": "<1@wire.example>"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return ("".join(f"{name}: {value}\n" for name, value in given.items()) + f"\n{body}\n").encode()
