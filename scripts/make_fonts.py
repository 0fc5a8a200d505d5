"""Make the fonts and the icons of the pages from the published packages; what comes out is committed.

In an environment of its own, with npm on the path:

    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools==4.68.0 brotli==1.2.1
    /tmp/fonts/bin/python scripts/make_fonts.py
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

STATIC = Path(__file__).resolve().parents[1] / "src" / "backstride" / "web" / "static" / "backstride"

PACKAGES = {
    "@fontsource-variable/fraunces@5.3.0": "c8bff30211fb6683f7c4c6fa0c298d1f1c7d4e811767de92d26a199c273235fb",
    "@fontsource-variable/atkinson-hyperlegible-next@5.3.0": (
        "75d5156505841b7dd4251398f0a5ff9e44120c87c2e388e9a108879b4def23a6"
    ),
    "lucide-static@1.62.0": "386f9080c440d6f5049cefe3456ae8357f7a0c7f76e59670cd1cb83bc7050a44",
}
"""Package with its version, and the SHA-256 of the archive that npm gives."""

LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D]
LETTERS += [0x2022, 0x2026, 0x2032, 0x2033, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2264, 0x2265, 0xBD, 0xD7]
"""Latin of Western Europe, quotes, dashes, arrows and signs that our pages print."""

FONTS = (
    # The version stands in the name because browsers keep a font for a year.
    # What the pages set in it: one instance.
    (
        "fraunces",
        "fraunces-latin-full-normal.woff2",
        {"wght": 560, "opsz": 36, "SOFT": 60, "WONK": 0},
        "Fraunces-5.3.0.woff2",
    ),
    # Body text, with the weights in between left free.
    (
        "atkinson-hyperlegible-next",
        "atkinson-hyperlegible-next-latin-wght-normal.woff2",
        {"wght": (400, 700)},
        "AtkinsonHyperlegibleNext-5.3.0.woff2",
    ),
)

ICONS = {
    "today": "sun",
    "answer": "message-square-text",
    "runs": "activity",
    "week": "calendar",
    "progress": "trending-up",
    "danger": "shield-alert",
    "phone": "phone",
    "lock": "lock",
    "check": "check",
    "on": "chevron-right",
    "octagon": "octagon-alert",
    "triangle": "triangle-alert",
    "clock": "clock",
    "calendar": "calendar",
    "house": "house",
    "walk": "footprints",
    "strength": "dumbbell",
    "gentle": "leaf",
    "cross": "bike",
}
"""Our name of an icon -> its name in Lucide; only these are shipped."""


def fetch(package: str, sha256: str, into: Path) -> Path:
    """Unpack one npm package and check that it is the one we looked at."""
    name = subprocess.run(["npm", "pack", package], cwd=into, check=True, capture_output=True, text=True).stdout.strip()
    archive = into / name.splitlines()[-1]
    got = hashlib.sha256(archive.read_bytes()).hexdigest()
    if got != sha256:
        raise SystemExit(f"{package}: the archive has changed (SHA-256 {got}); look at it before you go on.")
    folder = into / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def make_font(source: Path, axes: dict[str, float | tuple[float, float]], target: Path) -> None:
    """Fix the axes that we do not use, keep the letters that we print, write WOFF2."""
    font = TTFont(source, recalcTimestamp=False)
    font = instantiateVariableFont(font, axes)
    if "gvar" in font:
        # Glyphs that do not vary have no entry, and the subsetter asks for each.
        for glyph in font.getGlyphOrder():
            font["gvar"].variations.setdefault(glyph, [])
    options = Options()
    options.layout_features = ["kern", "liga", "tnum", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def make_sprite(icons: Path, target: Path) -> None:
    """One SVG with a symbol per icon; a page shows one by `<use href="...#name">`."""
    symbols = []
    for name, lucide in ICONS.items():
        svg = (icons / f"{lucide}.svg").read_text(encoding="utf-8")
        inside = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        if inside is None:
            raise SystemExit(f"{lucide}.svg: this is no SVG; look at the package.")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inside[1].split())}</symbol>')
    drawn = "\n".join(symbols)
    target.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">\n{drawn}\n</svg>\n',
        encoding="utf-8",
    )


def main() -> None:
    """Fetch, make, and copy the licences beside what was made."""
    fonts, icons = STATIC / "fonts", STATIC / "icons"
    for folder in (fonts, icons):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        got = {
            package.rsplit("@", 1)[0].rsplit("/", 1)[-1]: fetch(package, sha256, Path(scratch))
            for package, sha256 in PACKAGES.items()
        }
        for package, file, axes, name in FONTS:
            make_font(got[package] / "files" / file, axes, fonts / name)
            licence = f"LICENSE-{name.partition('-')[0]}.txt"
            (fonts / licence).write_bytes((got[package] / "LICENSE").read_bytes())
        make_sprite(got["lucide-static"] / "icons", icons / "icons.svg")
        (icons / "LICENSE-Lucide.txt").write_bytes((got["lucide-static"] / "LICENSE").read_bytes())
    origin = "\n".join(f"- {package}, SHA-256 {sha256}" for package, sha256 in PACKAGES.items())
    (STATIC / "ORIGIN.md").write_text(
        "# Where the fonts and icons come from\n\n"
        "Made by `scripts/make_fonts.py` from these packages of the npm registry:\n\n"
        f"{origin}\n\n"
        "Fraunces is the instance wght 560, opsz 36, SOFT 60, WONK 0; Atkinson Hyperlegible Next keeps the weights 400 "
        "to 700. Both hold the letters of Western Europe. The licence texts stand beside the files.\n",
        encoding="utf-8",
    )
    for path in sorted([*fonts.iterdir(), *icons.iterdir()]):
        print(f"{path.relative_to(STATIC)}  {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
