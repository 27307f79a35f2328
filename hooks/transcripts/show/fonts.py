"""The faces of a site: cut from fonts of packages to the characters that pages write, and kept for the next build."""

import hashlib
from dataclasses import astuple, dataclass
from importlib import resources
from io import BytesIO
from pathlib import Path

from transcripts import files

STYLE = "assets/fonts.css"
FOLDER = "assets/fonts"
CACHE = Path(__file__).resolve().parents[3] / ".cache" / "fonts"
"""Beside the machinery: a font is cut once, not for each workshop or test."""
LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2028),
    0x20AC,
    0x2122,
    *range(0x2190, 0x2194),
    0x2212,
)
DRAWN = (*range(0x2500, 0x25A0), 0x25B8, 0x25BE, 0x25CF, 0x2713, 0x2717)
"""Lines and blocks, of which programs draw boxes and bars."""


@dataclass(frozen=True)
class Face:
    """A face that pages load where they use it."""

    name: str
    package: str
    font: str
    """The font's file in the package."""
    characters: tuple[int, ...]
    features: tuple[str, ...] = ()
    """What stays of OpenType: in a terminal no ligature may join what was typed."""


FACES = (
    Face("text", "fontpkg_schibsted_grotesk", "SchibstedGrotesk[wght].ttf", LATIN, ("kern", "mark")),
    Face("code", "fontpkg_jetbrains_mono", "JetBrainsMono[wght].ttf", LATIN + DRAWN),
)
"""The addresses in fonts.css are those of their names."""


def write(target: Path) -> None:
    """Write the faces into a built site, and the licences under which they are."""
    for face in FACES:
        package = resources.files(face.package)
        files.write(target / FOLDER / f"{face.name}.woff2", _cut(face, (package / "files" / face.font).read_bytes()))
        files.write(target / FOLDER / f"{face.name}-licence.txt", (package / "LICENSE").read_bytes())


def _cut(face: Face, font: bytes) -> bytes:
    key = hashlib.sha256(font + repr(astuple(face)).encode()).hexdigest()[:16]
    kept = CACHE / f"{face.name}-{key}.woff2"
    if kept.exists():
        return kept.read_bytes()
    # Only who cuts pays for loading what cuts.
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(flavor="woff2", hinting=False, layout_features=list(face.features), notdef_outline=True)
    made, given = BytesIO(), load_font(BytesIO(font), options)
    cutter = Subsetter(options)
    cutter.populate(unicodes=face.characters)
    cutter.subset(given)
    save_font(given, made, options)
    files.write(kept, made.getvalue())
    return made.getvalue()
