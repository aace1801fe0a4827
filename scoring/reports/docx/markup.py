"""Documents as our own templates begin: paragraphs and tables in the look of GB/T 9704."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias
from xml.sax.saxutils import escape

from scoring.reports.docx.archive import BODY, pack

Style: TypeAlias = Literal[
    "title", "number", "note", "to", "text", "heading", "sign", "cut", "line", "source"
]


@dataclass(frozen=True, slots=True)
class Paragraph:
    style: Style
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A row of headings, if there are any, which stands again on every page; `shares` are parts of
    the width."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """What follows begins on a new one."""


Part: TypeAlias = Paragraph | Table | Leaf

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# Twips (a twentieth of a point). GB/T 9704: A4, 37 mm above, 28 mm at the left, 156 × 225 mm of
# text; twenty-two lines of 28 points in 仿宋 of size 三号 (16 points), the title in size 二号.
_TEXT_WIDTH = 8844
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985"'
    ' w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>'
)
_SONG, _HEI, _FANG, _KAI = "方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"
_LINE = '<w:spacing w:line="560" w:lineRule="exact"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CENTRE = '<w:jc w:val="center"/>'
_CLOSE = '<w:spacing w:before="30" w:after="30"/>'
_OPEN = '<w:spacing w:before="240" w:after="240"/>'
_BELOW = '<w:spacing w:after="120"/>'
_ABOVE = (
    '<w:pBdr><w:top w:val="dashed" w:sz="6" w:space="6" w:color="auto"/></w:pBdr>'
    '<w:spacing w:before="360"/>'
)
# A table of more columns is set in smaller type.
_MANY = 7
# A millimetre beside the text of a cell.
_SIDES = (
    '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
)
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_RED = '<w:b/><w:color w:val="9C0006"/>'


class _Look(NamedTuple):
    """`size` is in half points; `shape` is of the paragraph, `more` of its characters."""

    name: str
    shape: str
    font: str
    size: int
    more: str = ""


_LOOKS: Mapping[str, _Look] = {
    "title": _Look("公文标题", _OPEN + _CENTRE, _SONG, 44),
    "number": _Look("发文字号", _LINE + _CENTRE, _FANG, 32),
    "note": _Look("注明", _BELOW + _CENTRE, _KAI, 24, _RED),
    "to": _Look("主送", _LINE, _FANG, 32),
    "text": _Look("公文正文", _LINE + _INDENT + '<w:jc w:val="both"/>', _FANG, 32),
    "heading": _Look("一级标题", _LINE + _INDENT, _HEI, 32),
    "sign": _Look("落款", _LINE + '<w:ind w:right="640"/><w:jc w:val="right"/>', _FANG, 32),
    "cut": _Look("回执线", _ABOVE + _CENTRE, _HEI, 32),
    "line": _Look("说明", _CLOSE, _FANG, 24),
    "source": _Look("出处", _OPEN + _CENTRE, _FANG, 18),
    "cell": _Look("表格", _CLOSE, _FANG, 24),
    "small": _Look("小字表格", _CLOSE, _FANG, 16),
    "head": _Look("表头", "<w:keepNext/>" + _CLOSE + _CENTRE, _HEI, 24),
}


def document(parts: Sequence[Part]) -> bytes:
    """A whole document; texts may have places to fill."""
    body = "".join(_part(part) for part in parts)
    names = f'xmlns:w="{_W}" xmlns:r="{_R}"'
    return pack(
        {
            BODY: _xml(f"<w:document {names}><w:body>{body}{_PAGE}</w:body></w:document>"),
            "word/styles.xml": _xml(f'<w:styles xmlns:w="{_W}">{"".join(_styles())}</w:styles>'),
            "word/footer1.xml": _xml(f"<w:ftr {names}>{_FOOTER}</w:ftr>"),
            "word/_rels/document.xml.rels": _xml(
                _relations(("styles", "styles.xml"), ("footer", "footer1.xml"))
            ),
            "_rels/.rels": _xml(_relations(("officeDocument", BODY))),
            "[Content_Types].xml": _xml(_content_types()),
        }
    )


def _xml(text: str) -> bytes:
    return (_HEAD + text).encode()


def _part(part: Part) -> str:
    match part:
        case Paragraph(style, text):
            return _paragraph(style, text)
        case Table():
            return _table(part)
        case Leaf():
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _paragraph(style: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{held(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def held(text: str) -> str:
    """As it stands in a run. Lines stay lines; what XML cannot hold is shown as a replacement."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _BREAK.join(escape("".join(map(_held, line))) for line in lines)


def _held(char: str) -> str:
    ok = char == "\t" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
    return char if ok else "\N{REPLACEMENT CHARACTER}"


def _table(table: Table) -> str:
    widths = [_TEXT_WIDTH * share // sum(table.shares) for share in table.shares]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
    borders = "".join(f"<w:{side} {line}/>" for side in sides)
    head, style = ("small", "small") if len(widths) > _MANY else ("head", "cell")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/>{_SIDES}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_row(head, table.headings, widths, '<w:tblHeader/>') if table.headings else ''}"
        f"{''.join(_row(style, row, widths, '') for row in table.rows)}</w:tbl>"
    )


def _row(style: str, texts: Sequence[str], widths: Sequence[int], more: str) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(style, text)}</w:tc>"
        for text, width in zip(texts, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{cells}</w:tr>"


def _styles() -> Iterator[str]:
    yield (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(_FANG)}"
        '<w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
    )
    yield (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style>'
    )
    for style, (name, shape, font, size, more) in _LOOKS.items():
        yield (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:pPr>{shape}</w:pPr>'
            f'<w:rPr>{_font(font)}{more}<w:sz w:val="{size}"/></w:rPr></w:style>'
        )


def _font(name: str) -> str:
    """Figures and Latin letters in the font of figures that the standard's offices use."""
    return (
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{name}"'
        ' w:cs="Times New Roman"/>'
    )


_SIZE = '<w:rPr><w:sz w:val="28"/></w:rPr>'
_FOOTER = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    f'<w:r>{_SIZE}<w:t xml:space="preserve">— </w:t></w:r>'
    f'<w:r>{_SIZE}<w:fldChar w:fldCharType="begin"/></w:r>'
    f"<w:r>{_SIZE}<w:instrText>PAGE</w:instrText></w:r>"
    f'<w:r>{_SIZE}<w:fldChar w:fldCharType="end"/></w:r>'
    f'<w:r>{_SIZE}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
)


def _relations(*targets: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _content_types() -> str:
    parts = (
        (BODY, "document.main"),
        ("word/styles.xml", "styles"),
        ("word/footer1.xml", "footer"),
    )
    told = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )
