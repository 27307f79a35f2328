"""Tables in the columns of Docker's programs: each as wide as its widest cell and three, and never less than ten."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

HEADER = re.compile(r"\| [A-Z][A-Z %/]*(?: {3,}[A-Z][A-Z %/]*)+")
GAP = re.compile(r" {2,}")
Pieces = Sequence[tuple[str, str]]
"""The pieces of one line, each before and after something else took its place."""


@dataclass
class _Cell:
    start: int
    """Where it began before."""
    new: str = ""


@dataclass
class _Table:
    starts: list[int]
    rows: list[tuple[int, list[_Cell]]] = field(default_factory=list)


def aligned(lines: Sequence[Pieces]) -> list[str]:
    """Give the new lines, with tables in columns that fit."""
    new = ["".join(piece for _, piece in line) for line in lines]
    table: _Table | None = None
    for number, line in enumerate(lines):
        old = "".join(piece for piece, _ in line)
        if HEADER.fullmatch(old.rstrip()):
            table = _Table([match.start() for match in re.finditer(r"(?<=[ ]{3})[A-Z]|(?<=^\| )[A-Z]", old)])
        if table is None or not old.startswith("| ") or (table.rows and table.rows[-1][0] != number - 1):
            table = None
            continue
        table.rows.append((number, _cells(line)))
        for row, shown in _shown(table):
            new[row] = shown
    return new


def _cells(line: Pieces) -> list[_Cell]:
    cells, at = [_Cell(2)], 2
    for old, new in [(line[0][0].removeprefix("| "), line[0][1].removeprefix("| ")), *line[1:]]:
        before = GAP.split(old)
        after = GAP.split(new) if len(GAP.split(new)) == len(before) else [new]
        gaps = [match.end() for match in GAP.finditer(old)]
        for number, piece in enumerate(after):
            if number:
                cells.append(_Cell(at + gaps[number - 1]))
            cells[-1].new += piece
        at += len(old)
    return [cell for cell in cells if cell.new.strip()]


def _shown(table: _Table) -> list[tuple[int, str]]:
    placed = [(number, _placed(table, cells)) for number, cells in table.rows]
    count = len(table.starts)
    widths = [max(7, *(len(row.get(c, "")) for _, row in placed)) + 3 for c in range(count)]
    return [
        (number, "| " + "".join(row.get(c, "").ljust(widths[c]) for c in range(count)).rstrip())
        for number, row in placed
    ]


def _placed(table: _Table, cells: list[_Cell]) -> dict[int, str]:
    row: dict[int, str] = {}
    for cell in cells:
        column = max((column for column, start in enumerate(table.starts) if start <= cell.start), default=0)
        # A cell may hold a gap of its own, as that of a history's `#(nop)  CMD`.
        row[column] = f"{row[column]}  {cell.new.rstrip()}" if column in row else cell.new.rstrip()
    return row
