"""Mutates workbooks, zips and texts until something other than a refusal comes out: `make fuzz`.

    python -m tests.fuzz.formats MINUTES [SEED]

An input that ends otherwise, takes too long or too much memory is kept in `out/fuzz/`; what it
showed becomes a test.
"""

from __future__ import annotations

import io
import random
import re
import resource
import signal
import sys
import tempfile
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from operator import methodcaller
from pathlib import Path
from time import monotonic

from scoring.intake.csv_sheet import read_csv
from scoring.intake.faults import IntakeError, fault
from scoring.intake.json_lines import read_json_lines
from scoring.intake.sources import Limits, open_lines
from scoring.intake.unpacking import unpacked
from scoring.intake.xlsx.archive import open_archive
from scoring.intake.xlsx.book import read_book
from scoring.intake.xlsx.facts import read_facts
from scoring.intake.xlsx.refusal import Refusal
from scoring.intake.xlsx.rows import FoundRow, read_rows
from tests.scoring.intake.workbooks import (
    DAY,
    HOURS,
    PERCENT,
    Made,
    Raw,
    boolean,
    error,
    formula,
    workbook,
    zipped,
)
from tests.scoring.intake.workbooks import number as number_cell

SECONDS_EACH = 20
MARKUP = """< > /> " ' &amp; &#0; &#xD800; <row> </row> <c> </c> <v> </v> <f> <is> <t> <rPh> <si>
r="A1" r="XFD1048576" r="1048577" t="s" t="e" t="d" t="inlineStr" s="4" s="-1" <!DOCTYPE_a>
<![CDATA[ ]]> <?xml?> 99999999999999999999 1E+9999 -0 NaN 1e-400 60 "" ,
xl/workbook.xml ../ _xD800_ _x0000_ 中文"""
WORDS = [
    *(word.encode() for word in MARKUP.split()),
    *(b"\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x81\x30\x81\x30"),
    "联通".encode("gbk"),
]
VALUE = re.compile(rb'"[^"<]*"|>[^<]*<')
VALUES = [
    *WORDS,
    *b"s e n b d str inlineStr 0 1 2 3 5 -1 0.5 1.5E-7 A1 B2 C1 ZZ9 A1:C3 Type 164".split(),
]
START = methodcaller("start")


def seeds() -> dict[str, list[bytes]]:
    cells: list[object] = [
        *("甲", "", 1, number_cell("0.1", PERCENT), number_cell("46086.5", DAY)),
        *(number_cell("1.5", HOURS), boolean(true=True), error("#N/A"), formula("1+1", "2")),
        Raw("<is><r><t>乙</t></r><rPh><t>yi</t></rPh></is>", 't="inlineStr"'),
    ]
    book = workbook(
        Made({1: cells, 3: cells, 4: cells[::-1]}, "甲", merges=["A1:B2"], hidden_rows=[3]),
        Made({}, "乙", "hidden", hidden_columns=[1]),
        book='<workbookPr date1904="1"/>',
    )
    table = '企业编号,评价人,得分\nA,"党,员",90\n\nB,业""主,\n"C\nD",x,1e3\n'
    lines = '{"企业编号": "A", "得分": 90}\n{"a": [1, {"b": null}], "a": 1.0e5}\n\n"x"\n'
    return {
        "xlsx": [book],
        "zip": [zipped({"a/测评.csv": table, "b/测评.xlsx": book, ".x": "x"})],
        "csv": [table.encode(), table.encode("gb18030"), b"\xef\xbb\xbf" + table.encode()],
        "jsonl": [lines.encode(), lines.encode("gb18030")],
    }


def mutated(data: bytes, dice: random.Random) -> bytes:
    """A few changes anywhere."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at = dice.randrange(len(changed) + 1)
        end = min(len(changed), at + dice.choice((1, 1, 2, 8, 64)))
        match dice.randrange(5):
            case 0 if at < len(changed):
                changed[at] ^= 1 << dice.randrange(8)
            case 1:
                del changed[at:end]
            case 2:
                changed[at:at] = dice.choice(WORDS)
            case 3:
                changed[at:end] = dice.choice(WORDS)
            case _:
                changed[at:at] = changed[at:end] * dice.choice((1, 2, 50))
    return bytes(changed)


def mutated_member(data: bytes, dice: random.Random) -> bytes:
    """A change inside a part, so that the zip stays whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(list(parts))
    match dice.randrange(12):
        case 0:
            del parts[name]
        case 1:
            parts[dice.choice(list(parts))] = parts[name]
        case 2:
            other = mutated(name.encode(), dice).decode(errors="replace")
            parts[other.partition("\0")[0] or "x"] = parts.pop(name)
        case 3 | 4 | 5:
            parts[name] = mutated(bytes_of(parts[name]), dice)
        case _:
            parts[name] = revalued(bytes_of(parts[name]), dice)
    return zipped(parts)


def bytes_of(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def revalued(markup: bytes, dice: random.Random) -> bytes:
    """Other values of attributes and other texts, so that the markup stays well-formed."""
    found = list(VALUE.finditer(markup))
    for place in sorted(dice.sample(found, min(len(found), dice.randrange(1, 4))), key=START)[::-1]:
        value = dice.choice(VALUES).replace(b"<", b"").replace(b'"', b"")
        markup = markup[: place.start() + 1] + value + markup[place.end() - 1 :]
    return markup


def read_workbook(path: Path) -> None:
    def check(batch: list[FoundRow]) -> None:
        for number, cells, _, wrong in batch:
            assert number > 0
            assert cells[-1]
            assert all(0 <= at < len(cells) and cells[at] for at in wrong)
            "".join(cells).encode()
            for code in wrong.values():
                fault(code)

    with path.open("rb") as file, open_archive(file) as archive:
        book = read_book(archive)
        for sheet in book.sheets:
            if sheet.part:
                read_facts(archive.blocks(sheet.part), sheet.part)
                read_rows(archive.blocks(sheet.part), sheet.part, book, check)


def read_zip(path: Path) -> None:
    with unpacked(path, "a.zip") as found:
        assert all(at.is_file() for at in found.files.values())


def read_text(path: Path) -> None:
    with open_lines(path, path.name, Limits(total=10**6, row=10**5)) as lines:
        last = 0
        for row in read_csv(lines).rows:
            assert row.number > last
            last = row.number


def read_lines(path: Path) -> None:
    with open_lines(path, path.name, Limits(total=10**6, row=10**5)) as lines:
        list(read_json_lines(lines).rows)


READERS: dict[str, Callable[[Path], None]] = {
    "xlsx": read_workbook,
    "zip": read_zip,
    "csv": read_text,
    "jsonl": read_lines,
}


def main() -> None:
    minutes = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    dice = random.Random(seed)
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    ended: Counter[str] = Counter()
    stop = monotonic() + 60 * minutes
    known = seeds()
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        while monotonic() < stop:
            form = dice.choice(list(known))
            data = dice.choice(known[form])
            inside = form in ("xlsx", "zip") and dice.random() < 0.8
            data = (mutated_member if inside else mutated)(data, dice)
            outcome = tried(form, data, Path(folder) / f"a.{form}")
            ended[f"{form} {outcome.splitlines()[-1]}"] += 1
            if "\n" in outcome:
                found += 1
                keep(form, data, outcome)
    print(f"{ended.total()} inputs, seed {seed}, {found} kept")
    for outcome, times in sorted(ended.items()):
        print(f"{times:9}  {outcome}")


def tried(form: str, data: bytes, path: Path) -> str:
    """`read`, the code of a refusal, or the trace of what must not happen."""
    path.write_bytes(data)
    signal.alarm(SECONDS_EACH)
    try:
        READERS[form](path)
    except (Refusal, IntakeError) as refusal:
        wrong = refusal.fault if isinstance(refusal, IntakeError) else None
        told = wrong or fault(refusal.code, **refusal.told)  # type: ignore[union-attr]
        told.reason("zh")
        return refusal.code
    except Exception:
        return traceback.format_exc()
    finally:
        signal.alarm(0)
    return "read"


def keep(form: str, data: bytes, outcome: str) -> None:
    folder = Path("out/fuzz")
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{zlib.crc32(data):08x}"
    (folder / f"{name}.{form}").write_bytes(data)
    (folder / f"{name}.txt").write_text(outcome, encoding="utf-8")


def _too_long(_signal: int, _frame: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    with suppress(AttributeError):
        signal.signal(signal.SIGALRM, _too_long)
    main()
