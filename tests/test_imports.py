"""Imports inside hooks/ run one way, from the doors down to the errors."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

HOOKS = ROOT / "hooks"
ROOMS = {
    "": "findings errors files keys prompts unfinished reading transcript recipes engine_kinds settings",
    "page": "blocks front_matter header terminals fences claims page",
    "keep": "journal provenance store others trim drafts",
    "judge": "kind table table.docker table.identities table.network table.amounts table.times table.processes "
    "table.host kinds said tolerance twins "
    "alignment columns drift difference carry dates order arrangement apart memory luck review suggestion guard "
    "agreement decision player trial javascript exported",
    "tell": "freshness report summary engines recorded status failures held pace plan",
    "show": "address nesting whereabouts markup choice notes render cast playback mine showing fonts lean site passes "
    "conversion extension",
}
"""The modules of each room, in an order in which a module imports only what stands before it."""
ORDER = [".".join(filter(None, ("transcripts", room, name))) for room, names in ROOMS.items() for name in names.split()]
DOORS = "build macros other_builder new importing verify write".split()


def modules() -> dict[str, Path]:
    """Give the modules of hooks/ by dotted name; a package goes by its own."""
    files = {path.relative_to(HOOKS).with_suffix(""): path for path in HOOKS.rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path for name, path in files.items()}


def absolute(node: ast.AST, package: str) -> Iterator[str]:
    """Give what an import statement may load, at any depth of the code."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*parts, *([node.module] if node.module else [])])
        yield from (base, *(f"{base}.{alias.name}" for alias in node.names))


def imports(name: str) -> set[str]:
    path = modules()[name]
    package = name if path.stem == "__init__" else name.rpartition(".")[0]
    return {loaded for node in ast.walk(ast.parse(path.read_text("utf-8"))) for loaded in absolute(node, package)}


def ours(name: str) -> set[str]:
    """Give the modules of hooks/ that a module imports."""
    return imports(name) & {module for module in modules() if "." in module or module in DOORS}


def within(package: str) -> list[str]:
    return [name for name in modules() if name.startswith(f"{package}.")]


def test_every_module_has_its_place_in_the_order() -> None:
    rooms = [f"transcripts.{room}" for room in ROOMS if room]
    assert sorted(within("transcripts")) == sorted([*ORDER, *rooms])
    assert sorted(name for name in modules() if "." not in name) == sorted([*DOORS, "transcripts", "lab"])


@pytest.mark.parametrize("name", within("verify"))
def test_what_is_behind_the_door_of_pytest_imports_no_door(name: str) -> None:
    assert ours(name) <= {*within("transcripts"), *within("lab"), *within("verify")}


@pytest.mark.parametrize("name", within("transcripts.show"))
def test_what_readers_get_needs_no_judge_but_for_the_values_that_it_marks_and_what_browsers_compare_by(
    name: str,
) -> None:
    assert ours(name) & {*within("transcripts.judge")} <= {"transcripts.judge.tolerance", "transcripts.judge.exported"}


@pytest.mark.parametrize(("tower", "other"), [("lab.images", "lab.terminal"), ("lab.terminal", "lab.images")])
def test_the_two_towers_of_the_lab_do_not_know_each_other(tower: str, other: str) -> None:
    assert within(tower)
    for name in within(tower):
        assert not ours(name) & {*within(other), *(each for each in within("lab") if each.count(".") == 1)} - {tower}


@pytest.mark.parametrize("package", ["lab", "verify", "write", "importing"])
def test_there_is_no_circle(package: str) -> None:
    graph = {name: ours(name) & set(within(package)) for name in within(package)}
    assert any(graph.values())
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("name", ORDER)
def test_a_module_of_transcripts_imports_only_earlier_ones(name: str) -> None:
    rooms = {f"transcripts.{room}" for room in ROOMS}
    assert ours(name) - rooms <= set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("name", ["transcripts", *within("transcripts")])
def test_the_text_side_knows_neither_the_machine_nor_a_test_runner(name: str) -> None:
    roots = {loaded.split(".")[0] for loaded in imports(name)}
    assert not roots & {"lab", "docker", "sybil", "pytest", *DOORS}


@pytest.mark.parametrize("name", ["lab", *within("lab")])
def test_a_module_of_lab_imports_no_door(name: str) -> None:
    assert ours(name) <= {*within("transcripts"), *within("lab")}


@pytest.mark.parametrize("door", DOORS)
def test_a_door_imports_no_other_door(door: str) -> None:
    assert not ours(door) & set(DOORS)


@pytest.mark.parametrize("door", ["build", "macros", "other_builder", "new", "new.__main__"])
def test_the_doors_of_the_build_import_only_the_text_side_and_mkdocs(door: str) -> None:
    roots = {loaded.split(".")[0] for loaded in imports(door)}
    assert roots - sys.stdlib_module_names <= {"transcripts", "mkdocs", "pymdownx", "yaml"}
