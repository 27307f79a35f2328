"""The faces of a site: cut once, with the characters that pages write, and found where the styles look for them."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from tests.conftest import ROOT
from transcripts.show import fonts


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built")
    fonts.write(target)
    return target


def font(target: Path, name: str) -> Any:
    return TTFont(BytesIO((target / fonts.FOLDER / f"{name}.woff2").read_bytes()))


def test_the_styles_name_what_is_written(target: Path) -> None:
    style = (ROOT / "hooks/transcripts/show/assets/fonts.css").read_text("utf-8")
    named = set(re.findall(r'url\("fonts/([^"]+)"\)', style))
    assert named == {path.name for path in (target / fonts.FOLDER).glob("*.woff2")}
    assert style.count("font-display: swap") == len(named)


def test_each_face_comes_with_its_licence(target: Path) -> None:
    for face in fonts.FACES:
        text = (target / fonts.FOLDER / f"{face.name}-licence.txt").read_text("utf-8")
        assert "SIL OPEN FONT LICENSE" in text


READERS_OWN = {"✔", *map(chr, range(0x2800, 0x2900))}
"""Signs by which Compose tells that it is at work: in each system's fonts, and in no face that is offered for ours."""


def test_no_character_of_the_workshop_is_missing(target: Path) -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md")]
    shown = [path.read_text("utf-8") for path in (ROOT / "snippets").rglob("*.console")]
    for name, written in (("text", texts), ("code", texts + shown)):
        assert {each for each in "".join(written) if each.isprintable()} - READERS_OWN <= {
            *map(chr, font(target, name).getBestCmap())
        }


def test_a_terminal_has_columns_and_no_ligatures(target: Path) -> None:
    code = font(target, "code")
    assert {width for width, _ in code["hmtx"].metrics.values() if width} == {600}
    assert code["head"].unitsPerEm == 1000
    assert "liga" not in {record.FeatureTag for record in code["GSUB"].table.FeatureList.FeatureRecord}
    assert "calt" not in {record.FeatureTag for record in code["GSUB"].table.FeatureList.FeatureRecord}


def test_a_font_is_cut_once(target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("it is cut again")

    monkeypatch.setattr(subset, "load_font", refuse)
    fonts.write(tmp_path)
    for face in fonts.FACES:
        kept, made = ((folder / fonts.FOLDER / f"{face.name}.woff2").read_bytes() for folder in (target, tmp_path))
        assert kept == made
