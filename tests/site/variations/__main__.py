"""`python -m tests.site.variations`: the whole bench in one table, of another seed by VARIATIONS_SEED."""

from collections.abc import Iterable

from tests.site.variations import table


def main() -> None:
    """Print both tables, and below each how many were told."""
    for title, rows in (("minded", table.all_minded()), ("harmless", table.all_harmless())):
        print(f"{title:58} {'made':>5} {'told':>5}         right  as")
        print(f"all: {summary(rows)}\n")


def summary(rows: Iterable[table.Row]) -> str:
    """Print rows, and give their sums."""
    made = told = right = 0
    for row in rows:
        print(row)
        made, told, right = made + row.made, told + row.alarmed, right + row.right
    return f"{told} of {made} told, {right} as it should be"


if __name__ == "__main__":
    main()
