"""The palette can be read: contrast is computed from the tokens, light and dark."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

SHEET = Path("overrides/assets/stylesheets/handbook.css")
NEUTRAL = Path("overrides/neutral/neutral.css")
TOKEN = re.compile(r"--hb-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
SCHEMES = ("light", "dark")

SURFACES = ("paper", "card", "tint")
TEXTS = ("ink", "soft", "brand", "courtesy", "respect", "commitment", "honesty", "good", "bad")
HUES = ("courtesy", "respect", "commitment", "honesty")
# A hue under text: at most this much of it in the surface (see color-mix in the style sheet).
TINTED = 0.16
# A notice, on a card: more of a colour that no text is in.
NOTICED = 0.3

Rgb = tuple[float, float, float]


def tokens(path: Path) -> dict[str, dict[str, Rgb]]:
    """Each colour by scheme and name."""
    found: dict[str, dict[str, Rgb]] = {scheme: {} for scheme in SCHEMES}
    for name, *values in TOKEN.findall(path.read_text(encoding="utf-8")):
        for scheme, value in zip(SCHEMES, values, strict=True):
            found[scheme][name] = rgb(value)
    return found


def rgb(value: str) -> Rgb:
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: Rgb) -> float:
    """WCAG's relative luminance."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(hue: Rgb, surface: Rgb, share: float) -> Rgb:
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(hue, surface, strict=True))
    return red, green, blue


@pytest.fixture(scope="module", params=SCHEMES)
def palette(request: pytest.FixtureRequest, root: Path) -> dict[str, Rgb]:
    return tokens(root / SHEET)[request.param]


def test_black_on_white_is_21_to_1() -> None:
    assert contrast(rgb("#000000"), rgb("#ffffff")) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_all_tokens_are_found(palette: dict[str, Rgb]) -> None:
    assert {*SURFACES, *TEXTS, "line", "edge", "on-brand", "care", "mark"} <= palette.keys()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", TEXTS)
def test_text_can_be_read_on_every_surface(
    palette: dict[str, Rgb], text: str, surface: str
) -> None:
    assert contrast(palette[text], palette[surface]) >= 4.5


@pytest.mark.parametrize("hue", (*HUES, "brand", "good"))
@pytest.mark.parametrize("surface", ("paper", "card"))
def test_text_can_be_read_on_a_surface_tinted_with_a_hue(
    palette: dict[str, Rgb], hue: str, surface: str
) -> None:
    tinted = mixed(palette[hue], palette[surface], TINTED)
    for text in ("ink", "soft", hue):
        wanted = 4.5 if text != hue else 3  # a hue on its own tint is a drawing
        assert contrast(palette[text], tinted) >= wanted, text


def test_a_notice_can_be_read(palette: dict[str, Rgb]) -> None:
    notice = mixed(palette["mark"], palette["card"], NOTICED)
    for text in ("ink", "brand"):
        assert contrast(palette[text], notice) >= 4.5, text
    assert contrast(palette["care"], notice) >= 3, "its drawing"


def test_no_tint_is_stronger_than_what_is_tested(root: Path) -> None:
    tints = re.findall(
        r"background: color-mix\(in oklab, var\(--hb-([a-z-]+)\) (\d+)%",
        (root / SHEET).read_text("utf-8"),
    )
    assert tints
    for colour, share in tints:
        assert int(share) <= 100 * (NOTICED if colour == "mark" else TINTED), colour


@pytest.mark.parametrize("surface", SURFACES)
def test_the_edge_of_a_control_is_seen(palette: dict[str, Rgb], surface: str) -> None:
    assert contrast(palette["edge"], palette[surface]) >= 3


def test_text_can_be_read_on_the_brand_and_on_a_mark(palette: dict[str, Rgb]) -> None:
    assert contrast(palette["on-brand"], palette["brand"]) >= 4.5
    assert contrast(palette["ink"], palette["mark"]) >= 4.5


def test_each_ethic_has_a_hue_of_its_own(palette: dict[str, Rgb]) -> None:
    for one, other in combinations(HUES, 2):
        distance = sum((a - b) ** 2 for a, b in zip(palette[one], palette[other], strict=True))
        assert distance**0.5 > 0.2, f"{one}, {other}"


def test_colours_are_chosen_in_the_tokens_alone(root: Path) -> None:
    """Beyond them only shadows, which are black and see-through."""
    text = (root / SHEET).read_text(encoding="utf-8")
    rest = re.sub(TOKEN, "", text)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b(?=[;) ])", rest)) <= {"#0003", "#0e1a1c80"}


def test_the_neutral_pages_have_the_same_colours(root: Path) -> None:
    ours, theirs = tokens(root / SHEET), tokens(root / NEUTRAL)
    for scheme in SCHEMES:
        assert len(theirs[scheme]) > 8
        for name, colour in theirs[scheme].items():
            assert colour == ours[scheme][name], name
