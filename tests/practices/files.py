"""Small files of each type for tests of documents."""

import io
import zipfile
from collections.abc import Iterable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
TEXT = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
DRAW = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
TABLE = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'


def archive(parts: dict[str, bytes | str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A Word document."""
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    body = f"<w:document {W}><w:body>{inner}</w:body></w:document>"
    return archive({"word/document.xml": body})


def pptx(*slides: str) -> bytes:
    """A PowerPoint presentation."""
    parts: dict[str, bytes | str] = {"ppt/presentation.xml": "<p/>"}
    for number, text in enumerate(slides, start=1):
        parts[f"ppt/slides/slide{number}.xml"] = (
            f"<s {A}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>"
        )
    return archive(parts)


def xlsx(*sheets: list[str]) -> bytes:
    """An Excel workbook: the first cell of a sheet shared, the others in place."""
    shared = "".join(f"<si><t>{cells[0]}</t></si>" for cells in sheets)
    parts: dict[str, bytes | str] = {
        "xl/workbook.xml": "<w/>",
        "xl/sharedStrings.xml": f"<sst>{shared}</sst>",
    }
    for number, cells in enumerate(sheets, start=1):
        inline = "".join(
            f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells[1:]
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<s><row><c t="s"><v>{number - 1}</v></c>{inline}</row></s>'
        )
    return archive(parts)


def odt(*paragraphs: str) -> bytes:
    """An OpenDocument text."""
    inner = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    return archive({"content.xml": f"<office {TEXT}>{inner}</office>"})


def odp(*slides: str) -> bytes:
    """An OpenDocument presentation."""
    inner = "".join(f"<draw:page><text:p>{s}</text:p></draw:page>" for s in slides)
    return archive({"content.xml": f"<office {TEXT} {DRAW}>{inner}</office>"})


def ods(*sheets: str) -> bytes:
    """An OpenDocument spreadsheet."""
    inner = "".join(
        f"<table:table><table:table-row><table:table-cell><text:p>{s}</text:p>"
        "</table:table-cell></table:table-row></table:table>"
        for s in sheets
    )
    return archive({"content.xml": f"<office {TEXT} {TABLE}>{inner}</office>"})


def pdf(*pages: str) -> bytes:
    """A PDF with a line of plain text on each page."""
    numbers = range(len(pages))
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in zip(numbers, pages, strict=True):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
            f"{5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return pdf_of(objects)


def pdf_of(objects: Iterable[str]) -> bytes:
    """A PDF of these objects; the first one is its catalogue."""
    file = io.BytesIO(b"%PDF-1.4\n")
    file.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1"))
    start = file.tell()
    file.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    file.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\n"
    file.write(f"{trailer}startxref\n{start}\n%%EOF\n".encode())
    return file.getvalue()
