"""What hats are made of: cloth, knit, straw, felt, plastic, velvet, with seams and badges."""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from training.composites.drawn import Field, Pixels
from training.composites.paint import blurred, cloud, f32, pick
from training.composites.solids import Skin
from training.composites.textiles import TILE, woven

HEIGHT, WIDTH = 128, 384
Rng = np.random.Generator
Colour = tuple[float, float, float]

COLOURS: Final[list[Colour]] = [
    *[(26, 25, 27)] * 5, *[(70, 45, 30)] * 3, *[(235, 235, 235)] * 3, (130, 130, 132), (90, 90, 92),
    (40, 35, 150), (45, 40, 190), (110, 140, 170), (125, 160, 195), (60, 80, 55), (50, 70, 90),
    (160, 110, 60), (190, 140, 90), (70, 120, 40), (40, 110, 200), (60, 190, 225), (190, 170, 225),
    (215, 200, 180), (60, 60, 95), (85, 110, 150), (35, 50, 80), (120, 150, 205), (45, 30, 60),
]  # fmt: skip
"""BGR; how often a colour stands here is how common it is."""
PLASTIC: Final[list[Colour]] = [
    *[(40, 200, 240)] * 3, *[(240, 240, 240)] * 2, (30, 120, 240), (40, 40, 200), (180, 90, 30),
    (60, 150, 60), *[(25, 25, 27)] * 2, (120, 120, 125),
]  # fmt: skip

UNIFORMS: Final[list[Colour]] = [
    *[(60, 40, 28)] * 3, *[(30, 29, 32)] * 3, (75, 110, 125), (60, 75, 62), (70, 90, 105),
    *[(225, 228, 230)] * 2, (120, 95, 75), (45, 60, 95), (110, 112, 115),
]  # fmt: skip
METALS: Final[list[Colour]] = [(90, 190, 225), (60, 165, 215), (205, 208, 212), (235, 236, 238)]
MIDDLE = WIDTH // 2


def shade_of(rng: Rng, colours: list[Colour] = COLOURS) -> Field:
    """One of the colours, never twice the same."""
    colour = f32(pick(rng, colours)) * rng.uniform(0.88, 1.12, 3)
    return f32(np.clip(colour, 12, 245))


def cloth(rng: Rng, colour: Field, *, plain: float = 0.75) -> Skin:
    """Woven cloth with wrinkles; sometimes with a pattern."""
    paint = np.empty((HEIGHT, WIDTH, 3), np.float32)
    paint[:] = colour
    fabric = woven(rng, colour, "" if rng.random() > plain else "plain")
    if fabric.tile is not None:
        tile = cv2.resize(fabric.tile, (TILE // 2, TILE // 2), interpolation=cv2.INTER_AREA)
        rows, columns = HEIGHT * 2 // TILE + 1, WIDTH * 2 // TILE + 1
        paint = f32(np.tile(tile, (rows, columns, 1))[:HEIGHT, :WIDTH])
    threads = 1 + rng.uniform(0.01, 0.05) * rng.standard_normal((HEIGHT, WIDTH, 1))
    wrinkles = cloud(rng, (HEIGHT, WIDTH), rng.uniform(10, 30), rng.uniform(0.6, 3))
    return _skin(f32(paint * threads), wrinkles * rng.uniform(0.2, 1.0))


def knit(rng: Rng, colour: Field) -> Skin:
    """Ribs or stitches of wool."""
    count = int(rng.integers(34, 70))
    ribs = np.abs(np.sin(np.linspace(0, count * np.pi, WIDTH, dtype=np.float32)))[None]
    rows = np.sin(np.linspace(0, 60 * np.pi, HEIGHT, dtype=np.float32))[:, None]
    height = f32(ribs * rng.uniform(0.4, 1.2) + rows * rng.uniform(0.0, 0.2))
    paint = np.empty((HEIGHT, WIDTH, 3), np.float32)
    paint[:] = colour
    paint *= (0.75 + 0.25 * ribs)[..., None]
    if rng.random() < 0.25:
        other, low = shade_of(rng), int(rng.integers(20, 90))
        paint[low : low + int(rng.integers(8, 30))] = other
    noise = 1 + 0.06 * rng.standard_normal((HEIGHT, WIDTH, 1))
    return _skin(f32(paint * noise), height)


def straw(rng: Rng) -> Skin:
    """Plaited straw, with a ribbon above the rim now and then."""
    colour = f32([120, 175, 205]) * rng.uniform(0.6, 1.15)
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    plait = np.sin(y * rng.uniform(1.0, 1.6)) * np.sin(x * rng.uniform(0.7, 1.2) + y * 0.3)
    paint = colour * (0.85 + 0.15 * plait + 0.06 * cloud(rng, (HEIGHT, WIDTH), 5))[..., None]
    if rng.random() < 0.5:
        paint[-int(rng.integers(12, 30)) :] = shade_of(rng)
    return _skin(f32(paint), f32(0.5 * plait))


def felt(rng: Rng, colour: Field) -> Skin:
    """Felt or leather with a band."""
    paint = colour * (1 + 0.05 * cloud(rng, (HEIGHT, WIDTH), 8))[..., None]
    if rng.random() < 0.7:
        paint[-int(rng.integers(14, 34)) :] = shade_of(rng) * 0.7
    return _skin(f32(paint), cloud(rng, (HEIGHT, WIDTH), 30) * 0.6)


def plastic(rng: Rng, colour: Field) -> Skin:
    """A smooth shell that shines, sometimes with a stripe or a sticker."""
    paint = np.empty((HEIGHT, WIDTH, 3), np.float32)
    paint[:] = colour
    if rng.random() < 0.35:
        middle = WIDTH // 2 + int(rng.integers(-60, 60))
        paint[:, middle - 12 : middle + 12] = shade_of(rng)
    skin = _skin(paint, np.zeros((HEIGHT, WIDTH), np.float32))
    return replace(skin, gloss=rng.uniform(0.2, 0.7), sharp=int(rng.integers(4, 7)))


def velvet(rng: Rng) -> Skin:
    """The black cloth of a songkok; now and then dark blue, or with an embroidered border."""
    colour = f32(pick(rng, [(24, 23, 25), (24, 23, 25), (24, 23, 25), (50, 32, 25), (30, 25, 70)]))
    paint = np.empty((HEIGHT, WIDTH, 3), np.float32)
    paint[:] = colour * rng.uniform(0.8, 1.5)
    if rng.random() < 0.25:
        thread = f32(pick(rng, [(60, 170, 215), (190, 190, 195), (230, 230, 230), (40, 150, 90)]))
        wave = np.sin(np.linspace(0, 80 * np.pi, WIDTH)) * 6
        for column in range(WIDTH):
            low = int(96 + wave[column])
            paint[low : low + 6, column] = thread
    return replace(_skin(paint, cloud(rng, (HEIGHT, WIDTH), 40) * 0.2), sheen=0.1)


def crochet(rng: Rng) -> Skin:
    """The white or coloured cap of a haji: a net of yarn."""
    colour = f32(pick(rng, [(235, 238, 240)] * 5 + [(200, 215, 225), (120, 150, 90), (40, 40, 45)]))
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    net = np.sin(x * 0.5) * np.sin(y * 0.55)
    paint = colour * (0.88 + 0.12 * (net > -0.3))[..., None]
    return _skin(f32(paint), f32(0.5 * net))


def with_seams(skin: Skin, panels: int, rng: Rng) -> Skin:
    """Sew a crown of panels, with a dark line and a dent along each seam."""
    paint, height = f32(skin.paint), skin.height.copy()
    lines = np.zeros((HEIGHT, WIDTH), np.float32)
    for panel in range(panels):
        lines[:, round((panel + 0.5) * WIDTH / panels) % WIDTH] = 1
    seam = blurred(lines, 1.1) * 2.5
    paint *= (1 - rng.uniform(0.1, 0.35) * seam)[..., None]
    return replace(skin, paint=_bytes(paint), height=f32(height - 0.8 * seam))


def with_badge(skin: Skin, rng: Rng) -> Skin:
    """Print letters, a patch or a drawing on the front."""
    paint = skin.paint.copy()
    ink = tuple(float(part) for part in shade_of(rng))
    x, y = WIDTH // 2, int(rng.integers(62, 88))
    kind = rng.integers(4)
    if kind == 0:
        letters = "".join(chr(65 + int(k)) for k in rng.integers(0, 26, int(rng.integers(1, 6))))
        place = (x - 9 * len(letters), y + 8)
        cv2.putText(paint, letters, place, cv2.FONT_HERSHEY_DUPLEX, 0.9, ink, 2, cv2.LINE_AA)
    elif kind == 1:
        cv2.ellipse(paint, (x, y), (int(rng.integers(10, 28)), 14), 0, 0, 360, ink, -1, cv2.LINE_AA)
    elif kind == 2:
        half = int(rng.integers(12, 34))
        cv2.rectangle(paint, (x - half, y - 12), (x + half, y + 14), ink, -1)
        dark = tuple(part * 0.4 for part in ink)
        cv2.line(paint, (x - half + 5, y), (x + half - 5, y), dark, 3, cv2.LINE_AA)
    else:
        points = rng.integers(-18, 18, (6, 2)) + np.array([x, y])
        cv2.fillPoly(paint, [points.astype(np.int32)], ink, cv2.LINE_AA)
    return replace(skin, paint=paint)


def with_crest(skin: Skin, rng: Rng) -> Skin:
    """A metal badge on the front of a uniform cap: a disc with wings or rays."""
    paint, metal = skin.paint.copy(), pick(rng, METALS)
    raised = np.zeros((HEIGHT, WIDTH), np.uint8)
    x, y, size = MIDDLE, int(rng.integers(84, 104)), int(rng.integers(7, 13))
    rays = int(rng.integers(5, 12))
    angles = np.linspace(0, 2 * np.pi, 2 * rays, endpoint=False)
    reach = np.where(np.arange(2 * rays) % 2, rng.uniform(0.55, 0.9), 1.25) * size
    star = np.stack([x + np.cos(angles) * reach, y + np.sin(angles) * reach], 1)
    shapes = [np.round(star).astype(np.int32)]
    if rng.random() < 0.5:
        wing = np.array([[-2.4, -0.5], [0, -0.2], [2.4, -0.5], [1.4, 0.5], [-1.4, 0.5]])
        shapes.append(np.round(wing * size + (x, y)).astype(np.int32))
    cv2.fillPoly(paint, shapes, metal, cv2.LINE_AA)
    cv2.circle(paint, (x, y), size // 2, tuple(0.5 * part for part in metal), 2, cv2.LINE_AA)
    cv2.fillPoly(raised, shapes, 255)
    return replace(skin, paint=paint, height=f32(skin.height + blurred(raised, 0.8) / 200))


def trimmed(skin: Skin, rng: Rng) -> Skin:
    """A band with a chequered stripe, leaves or a metal cord above the peak."""
    paint, kind = skin.paint.copy(), rng.integers(4)
    metal = pick(rng, METALS)
    if kind == 0:
        squares = (np.arange(WIDTH) // 8)[None] + (np.arange(40) // 20)[:, None]
        paint[40:80] = np.where(squares[..., None] % 2, 235, 20)
    elif kind == 1:
        low = int(rng.integers(96, 116))
        cv2.line(paint, (60, low), (WIDTH - 60, low), metal, int(rng.integers(8, 18)))
    elif kind == 2:
        for x in range(MIDDLE - 90, MIDDLE + 91, 14):
            leaf = (x, 64 + int(rng.integers(-6, 6)))
            cv2.ellipse(paint, leaf, (8, 22), 60, 0, 360, metal, -1, cv2.LINE_AA)
    return replace(skin, paint=paint)


def stitched(skin: Skin, count: int, span: tuple[float, float], rng: Rng) -> Skin:
    """Rows of stitches along a brim."""
    paint, height = skin.paint.copy(), skin.height.copy()
    shade = rng.uniform(0.7, 0.95)
    for y in np.linspace(span[0] * HEIGHT, span[1] * HEIGHT - 1, max(count, 1))[:count].astype(int):
        paint[y] = (paint[y] * shade).astype(np.uint8)
        height[y] -= 0.5
    return replace(skin, paint=paint, height=height)


def grounded(skin: Skin) -> Skin:
    """Darker where the crown meets the brim."""
    share = 1 - 0.45 * np.exp(-(HEIGHT - 1 - np.arange(HEIGHT, dtype=np.float32)) / 5)
    return replace(skin, paint=_bytes(f32(skin.paint * share[:, None, None])))


def two_toned(skin: Skin, rng: Rng) -> Skin:
    """A front of another colour, or the net of a trucker cap behind it."""
    paint, height = skin.paint.copy(), skin.height.copy()
    half = int(rng.integers(50, 80))
    behind = np.abs(np.arange(WIDTH) - MIDDLE) > half
    paint[:, behind] = _bytes(shade_of(rng))
    if rng.random() < 0.6:
        y, x = np.ogrid[:HEIGHT, :WIDTH]
        mesh = (np.sin(x * 1.25) * np.sin(y * 1.25) > 0.25) & behind[None]
        paint[mesh] = (paint[mesh] * 0.45).astype(np.uint8)
    return replace(skin, paint=paint, height=height)


def with_strap(skin: Skin, rng: Rng) -> Skin:
    """Cut the opening at the back of a cap, closed by a strap below."""
    holes = np.zeros((HEIGHT, WIDTH), np.uint8)
    low = HEIGHT - int(rng.integers(10, 18))
    axes = (int(rng.integers(22, 34)), int(rng.integers(22, 40)))
    paint = skin.paint.copy()
    strap = tuple(float(part) for part in shade_of(rng))
    own = rng.random() < 0.6
    for x in (0, WIDTH - 1):
        cv2.ellipse(paint, (x, low), (axes[0] + 3, axes[1] + 4), 0, 180, 360, (30, 30, 30), 1)
        cv2.ellipse(holes, (x, low), axes, 0, 180, 360, 255, -1)
        if not own:
            left = max(x - axes[0], 0)
            paint[low + 1 :, left : x + axes[0]] = strap
    return replace(skin, paint=paint, holes=holes)


def ridged(skin: Skin, count: int, rng: Rng) -> Skin:
    """Ribs of a hard hat from front to back."""
    height = skin.height.copy()
    for place in range(count):
        off = (place - (count - 1) / 2) * rng.uniform(18, 30)
        for middle in (0, MIDDLE, WIDTH):
            away = np.arange(WIDTH) - middle - off
            height += f32(1.6 * np.exp(-((away / rng.uniform(4, 7)) ** 4)))[None]
    return replace(skin, height=height)


def plain_of(skin: Skin) -> Skin:
    """The same material without print or relief."""
    colour = np.median(skin.paint.reshape(-1, 3), axis=0).astype(np.uint8)
    paint = np.empty_like(skin.paint)
    paint[:] = colour
    return replace(skin, paint=paint, height=np.zeros_like(skin.height))


def dyed_over(skin: Skin, colour: Field) -> Skin:
    """Paint over a structure that stays to be seen."""
    tone = skin.paint.mean(axis=2, keepdims=True)
    return replace(skin, paint=_bytes(f32(colour * tone / max(float(tone.mean()), 1.0))))


def velvet_like(skin: Skin) -> Skin:
    """The cloth of a wall, without its embroidery."""
    tones = np.percentile(skin.paint[:60].reshape(-1, 3), 50, axis=0)
    paint = np.empty_like(skin.paint)
    paint[:] = _bytes(f32(tones * 1.15))
    return replace(skin, paint=paint)


def fluff(rng: Rng) -> Skin:
    """A pompom."""
    colour = shade_of(rng)
    tufts = cloud(rng, (HEIGHT, WIDTH), 5, 2.5)
    return _skin(f32(colour * (0.8 + 0.2 * tufts)[..., None]), 1.6 * tufts)


def any_cloth(rng: Rng) -> Skin:
    """Cloth of any colour."""
    return cloth(rng, shade_of(rng))


def camouflage(rng: Rng) -> Skin:
    """Blots of army colours."""
    paint = np.empty((HEIGHT, WIDTH, 3), np.float32)
    paint[:] = (75, 105, 110)
    for ink in ((45, 75, 55), (40, 55, 75), (30, 35, 35)):
        paint[cloud(rng, (HEIGHT, WIDTH), 14, 1.6) > 0.55] = ink
    return _skin(paint, cloud(rng, (HEIGHT, WIDTH), 20) * 0.6)


def _skin(paint: Field, height: Field) -> Skin:
    return Skin(_bytes(paint), f32(height))


def _bytes(paint: Field) -> Pixels:
    return np.clip(paint, 0, 255).astype(np.uint8)
