"""Workbooks made cell by cell, as spreadsheets write them and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from scoring.intake.sheets import address

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TEXT = 0
# Styles by number: general, percent, date, a Chinese date, elapsed hours.
GENERAL, PERCENT, DAY, CHINESE_DAY, HOURS = range(5)
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" '
    'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    '<xf numFmtId="46"/></cellXfs></styleSheet>'
)


@dataclass(frozen=True)
class Raw:
    """A cell's markup but for its address: attributes and what is inside."""

    inside: str = ""
    attributes: str = ""


def number(text: str, style: int = GENERAL) -> Raw:
    return Raw(f"<v>{text}</v>", f's="{style}"')


def error(text: str) -> Raw:
    return Raw(f"<v>{text}</v>", 't="e"')


def boolean(*, true: bool) -> Raw:
    return Raw(f"<v>{int(true)}</v>", 't="b"')


def formula(text: str, result: str | None = None) -> Raw:
    return Raw(f"<f>{escape(text)}</f>" + ("" if result is None else f"<v>{result}</v>"))


@dataclass(frozen=True)
class Made:
    """`rows` by number; a str is a shared text, an int a number."""

    rows: Mapping[int, Sequence[object]]
    name: str = "Sheet1"
    state: str = "visible"
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    markup: str | None = None


@dataclass
class _Texts:
    known: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        return self.known.setdefault(text, len(self.known))


def workbook(*sheets: Made, book: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """The bytes of an xlsx. `more` are further members, or others in the place of these."""
    texts = _Texts()
    parts: dict[str, str | bytes] = {}
    for at, sheet in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{at}.xml"] = sheet.markup or _sheet(sheet, texts)
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{at}" state="{sheet.state}" r:id="rId{at}"/>'
        for at, sheet in enumerate(sheets, start=1)
    )
    relations = [
        (f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)
    ]
    relations += [("rIdT", "sharedStrings", "sharedStrings.xml"), ("rIdS", "styles", "styles.xml")]
    parts |= {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}"/></Types>',
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">'
        + "".join(f"<si><t>{escape(text)}</t></si>" for text in texts.known)
        + "</sst>",
    }
    return zipped(parts | dict(more or {}))


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def write_workbook(folder: Path, name: str, *sheets: Made, book: str = "") -> Path:
    path = folder / name
    path.write_bytes(workbook(*sheets, book=book))
    return path


def sheet_markup(data: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def _relations(found: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for id_, kind, target in found
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _sheet(sheet: Made, texts: _Texts) -> str:
    data = "".join(
        f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if row in sheet.hidden_rows else ""}>'
        + "".join(_cell(row, column, cell, texts) for column, cell in enumerate(cells))
        + "</row>"
        for row, cells in sheet.rows.items()
    )
    columns = "".join(
        f'<col min="{at + 1}" max="{at + 1}" hidden="1"/>' for at in sheet.hidden_columns
    )
    merges = "".join(f'<mergeCell ref="{merge}"/>' for merge in sheet.merges)
    return sheet_markup(
        data,
        f"<cols>{columns}</cols>" if columns else "",
        f"<mergeCells>{merges}</mergeCells>" if merges else "",
    )


def _cell(row: int, column: int, cell: object, texts: _Texts) -> str:
    at = address(row, column)
    match cell:
        case None | "":
            return ""
        case Raw(inside, attributes):
            return f'<c r="{at}" {attributes}>{inside}</c>'
        case str():
            return f'<c r="{at}" t="s"><v>{texts.number(cell)}</v></c>'
        case int():
            return f'<c r="{at}"><v>{cell}</v></c>'
    raise TypeError(f"no cell of {cell!r}")
