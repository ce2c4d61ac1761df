"""The stylesheets keep to docs/design.md: sizes, contrast by day and night, one set of tokens."""

import re
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STYLESHEET = ROOT / "corridors/static/corridors/remitcompare.css"
SHEETS = sorted(
    path
    for app in ("alerts", "corridors", "providers", "sharing", "support")
    for path in (ROOT / app).glob("static/**/*.css")
)
MOST_BYTES = 12_000
ON_PAPER = {"card.css"}  # a card to print is black on white, whatever the screen's colours are
DESIGN = (ROOT / "docs/design.md").read_text(encoding="utf-8")
# What is written in which colour on which ground, and the least contrast: 7 for the number, else 4.5.
PAIRS = [
    ("ink", "paper", 7),
    ("ink", "sheet", 7),
    ("accent", "sheet", 7),
    ("accent", "paper", 7),
    ("accent", "wash", 4.5),
    ("grey", "paper", 4.5),
    ("grey", "sheet", 4.5),
    ("on-accent", "accent", 4.5),
    ("warn", "warn-wash", 4.5),
    ("warn", "sheet", 4.5),
]


def tokens() -> dict[str, dict[str, str]]:
    """The colours of day and night by name."""
    day, night = re.findall(r":root \{(.*?)\n *\}", STYLESHEET.read_text(encoding="utf-8"), re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", day))
    return {"day": found, "night": found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", night))}


def luminance(colour: str) -> Decimal:
    """Relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [Decimal(int(digits[at : at + 2], 16)) / 255 for at in (0, 2, 4)]
    linear = [
        c / Decimal("12.92")
        if c <= Decimal("0.04045")
        else ((c + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
        for c in channels
    ]
    return sum(
        (c * Decimal(share) for c, share in zip(linear, ("0.2126", "0.7152", "0.0722"), strict=True)),
        Decimal(0),
    )


def contrast(one: str, other: str) -> Decimal:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + Decimal("0.05")) / (darker + Decimal("0.05"))


def test_contrast_is_worked_out_as_wcag_does():
    assert contrast("#fff", "#000") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == Decimal("4.54")


@pytest.mark.parametrize("scheme", ["day", "night"])
@pytest.mark.parametrize(("colour", "ground", "least"), PAIRS)
def test_what_is_written_can_be_read_and_is_documented(scheme: str, colour: str, ground: str, least: float):
    known = tokens()[scheme]
    found = contrast(known[colour], known[ground])
    assert found >= Decimal(str(least))
    row = next(line for line in DESIGN.splitlines() if line.startswith(f"| `{colour}` on `{ground}` |"))
    assert f"{found:.1f}" == row.split("|")[2 if scheme == "day" else 3].strip()


def test_the_one_stylesheet_is_small():
    assert len(STYLESHEET.read_bytes()) < MOST_BYTES


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_has_no_side_and_no_colour_of_its_own(path: Path):
    """A page in Arabic is laid out by the same rules, and the night needs no second sheet."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    rules = re.sub(r"[^{}]*:root[^{]*\{[^}]*\}", "", text)
    sides = (
        r"(?:margin|padding|border)-(?:left|right)|(?<![-\w])(?:left|right)\s*:|text-align:\s*(?:left|right)"
    )
    assert re.findall(sides, rules) == []
    if path.name in ON_PAPER:
        return
    coloured = [found for found in re.findall(r"#[0-9a-f]{3,8}\b", rules) if found not in ("#fff", "#000")]
    assert coloured == []


def test_the_scale_of_type_is_what_the_design_says():
    sizes = dict(
        re.findall(r"--(s|m|l|xl|xxl): ([\d.]+)rem", STYLESHEET.read_text(encoding="utf-8").split("}")[0])
    )
    pixels = [round(Decimal(sizes[name]) * 16) for name in ("s", "m", "l", "xl", "xxl")]
    assert pixels == [13, 16, 20, 25, 39]
    assert all(f"| {size} |" in DESIGN for size in pixels)


def test_every_language_of_a_script_of_its_own_has_its_fonts_and_room():
    text = STYLESHEET.read_text(encoding="utf-8")
    taller = next(rule for rule in text.splitlines() if "--line: 1.7" in rule)
    for language, script in product(("th", "lo", "km", "my", "bn", "hi", "ne", "ar", "ur"), [taller]):
        assert f":lang({language})" in script
    for font in ("Thai", "Lao", "Khmer", "Myanmar", "Bengali", "Devanagari", "Naskh Arabic", "Nastaliq Urdu"):
        assert f"Noto Sans {font}" in text or f"Noto {font}" in text
