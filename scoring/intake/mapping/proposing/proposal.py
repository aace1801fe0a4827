"""A mapping file proposed for the sheets of a file, as text its author goes on with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rules.program import Program
from scoring.intake.mapping.proposing.layouts import Layout, WideLayout, best_layout
from scoring.intake.mapping.proposing.read_sheet import ReadSheet
from scoring.intake.mapping.proposing.seen import Seen, seen_in, shows
from scoring.intake.mapping.proposing.writing import Writer, braces, flow, scalar, scalars
from scoring.intake.mapping.skipping import begins, first_word
from scoring.intake.mapping.words import SUBJECTS
from scoring.intake.sheets import Merge, letters
from scoring.intake.sources import stem_of

_TOTALS = ("合计", "总计", "小计", "共计", "累计", "平均", "total", "subtotal")
_NOTES = ("备注", "注", "说明", "附注", "填表人", "制表人", "填报人", "审核人", "负责人", "制表")


def propose(program: Program, file: str, sheets: Sequence[ReadSheet], writer: Writer) -> str:
    """The text of the mapping. Sheets nothing fits are listed as not read."""
    stem = stem_of(file)
    lines = [
        "# 由 kaoping map 提出，请逐条核对 · proposed by kaoping map; check every line",
        writer.entry("mapping", scalar(stem)),
        writer.entry("policy", program.head.id),
    ]
    tables: list[str] = []
    unread: list[str] = []
    for sheet in sheets:
        if sheet.blank:
            continue
        layout = best_layout(program, sheet.rows, sheet.about.merges, (sheet.about.name, stem))
        if layout:
            tables += _Table(writer, sheet, layout).lines(file)
        else:
            unread.append(sheet.about.name)
    lines += [f"{writer.key('tables')}:", *(f"  {line}" for line in tables)] if tables else []
    lines += [writer.entry("unread_sheets", scalars(unread))] if any(unread) else []
    return "\n".join(lines) + "\n"


class _Table:
    def __init__(self, writer: Writer, sheet: ReadSheet, layout: Layout) -> None:
        self._writer = writer
        self._sheet = sheet
        self._layout = layout
        last = layout.headings[-1]
        below = [row for row in sheet.rows if row.number > last and any(row.cells)]
        firsts = {row.number: first_word(row) for row in below}
        self._first_row = below[0].number if below else last + 1
        self._skip = [w for w in _TOTALS if any(begins(t, [w]) for t in firsts.values())]
        self._stop = [w for w in _NOTES if any(begins(t, [w]) for t in firsts.values())]
        self._data = [
            row for row in below if not begins(firsts[row.number], [*self._skip, *self._stop])
        ]

    def lines(self, file: str) -> Iterator[str]:
        writer, layout, sheet = self._writer, self._layout, self._sheet
        kind = layout.kind.name if layout.kind else SUBJECTS[0 if writer.language == "zh" else 1]
        yield f"- {writer.entry('file', scalar(file))}"
        if sheet.about.name:
            yield f"  {writer.entry('sheet', scalar(sheet.about.name))}"
        yield f"  {writer.entry('read_as', scalar(kind))}"
        yield f"  {writer.entry('headings', flow(map(str, layout.headings)))}"
        if self._first_row != layout.headings[-1] + 1:
            yield f"  {writer.entry('first_row', str(self._first_row))}"
        if self._stop:
            yield f"  {writer.entry('stop_at', scalars(self._stop))}"
        if self._skip:
            yield f"  {writer.entry('skip', scalars(self._skip))}"
        yield from self._fields()

    def _fields(self) -> Iterator[str]:
        layout, writer = self._layout, self._writer
        yield f"  {writer.key('fields')}:"
        for name, at in sorted(layout.columns.items(), key=lambda column: column[1]):
            yield from self._field(name, at)
        used = {*layout.columns.values(), *(layout.wide.columns if layout.wide else ())}
        for name in layout.lacking:
            found = self._shown_by_cells(name, used)
            if found is None:
                yield f"    # {scalar(name)}: ？ 没有找到这一列 · no column was found"
            else:
                used.add(found)
                yield from self._field(name, found)
                yield "    # ↑ 标题不像，内容像 · found by its cells, not by its title"
        if unused := [t for at, t in enumerate(layout.titles) if t and at not in used]:
            yield f"    # 没有用到的列 · columns that are not used: {'、'.join(unused)}"
        if layout.wide:
            yield from self._wide(layout.wide)

    def _shown_by_cells(self, name: str, used: set[int]) -> int | None:
        """The only column left whose cells are the field's; the naming of a subject has none."""
        wanted = self._layout.targets.find(name)
        found = [
            at
            for at, title in enumerate(self._layout.titles)
            if wanted and title and at not in used and shows(wanted, self._texts(at))
        ]
        return found[0] if len(found) == 1 else None

    def _field(self, name: str, at: int) -> Iterator[str]:
        texts = self._texts(at)
        title = self._layout.titles[at]
        wanted = self._layout.targets.named(name)
        seen = seen_in(wanted, title, texts, from_1904=self._sheet.about.from_1904)
        entries = self._settings(seen)
        if any(m.left <= at <= m.right and m.bottom > m.top for m in self._merges()):
            entries[self._writer.key("fill_down")] = self._writer.choice("merged")
        twice = self._layout.titles.count(title) > 1
        key, value = ("column", letters(at)) if twice else ("heading", scalar(title))
        plain = not twice and not entries
        written = value if plain else braces({self._writer.key(key): value, **entries})
        yield f"    {scalar(name)}: {written}"
        if seen.blank_means:
            blank, meant = self._writer.entry("blank", seen.blank_means), seen.blank_means
            yield f"    # 空白格如果就是“{meant}”，加上 · if a blank cell means it: {blank}"

    def _settings(self, seen: Seen) -> dict[str, str]:
        writer, found = self._writer, {}
        if seen.dates:
            found["dates"] = flow(map(writer.choice, seen.dates))
        if seen.words:
            words = {scalar(word): scalars(texts) for word, texts in seen.words.items()}
            found["words"] = braces(words)
        if seen.missing:
            found["missing"] = scalars(seen.missing)
        if seen.units:
            found["unit"] = scalars(seen.units)
        for key, given in (("thousands", seen.thousands), ("full_width", seen.full_width)):
            if given:
                found[key] = writer.yes()
        return {writer.key(key): value for key, value in found.items()}

    def _wide(self, wide: WideLayout) -> Iterator[str]:
        writer, titles = self._writer, self._layout.titles
        texts = sorted({text for at in wide.columns for text in self._texts(at)})
        wanted = self._layout.targets.named(wide.number)
        if settings := self._settings(seen_in(wanted, "", texts)):
            yield f"    {scalar(wide.number)}: {braces(settings)}"
        yield f"  {writer.key('wide')}:"
        yield f"    {writer.entry('item', scalar(wide.item))}"
        yield f"    {writer.entry('number', scalar(wide.number))}"
        columns: Mapping[str, str] = {
            scalar(titles[at]): scalar(word) for at, word in wide.columns.items()
        }
        yield f"    {writer.entry('columns', braces(columns))}"
        if "" in texts:
            blank = writer.entry("blank_cells", writer.choice("skip"))
            yield f"    # 空白格如果就是没有这一条，加上 · if a blank cell is no record: {blank}"

    def _texts(self, at: int) -> list[str]:
        """The different cells of a column."""
        cells = (row.cells[at].strip() if at < len(row.cells) else "" for row in self._data)
        return sorted(set(cells))

    def _merges(self) -> Iterator[Merge]:
        return (merge for merge in self._sheet.about.merges if merge.top >= self._first_row)
