"""Icons for what shows no SVG, drawn from the site's own: old browsers (ICO), the home screens of iPhones and of
Android (PNG).

In: the text of an SVG that is a square. Out: files by their path in the site. iOS fills what is transparent with black,
and Android cuts a maskable icon to a circle of four fifths of its width
(https://www.w3.org/TR/appmanifest/#icon-masks), so these two stand on paper, with room around. Drawn by vl-convert,
which draws the figures too; the ICO is packed by Pillow as bitmaps, which every browser reads. The same SVG gives the
same bytes.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from ..record.kept import kept, key_of
from ..record.palette import STYLESHEET, light

FAVICON, TOUCH = "favicon.ico", "apple-touch-icon.png"
"""The names, at the root of a host, under which browsers look for them unasked."""
_ANDROID = {
    "icon-192.png": (192, "any"),
    "icon-512.png": (512, "any"),
    "icon-maskable.png": (512, "maskable"),
}
"""What the manifest names: pixels of a side, and purpose."""
_BITMAPS = (16, 32, 48)


def manifest_icons(svg: str) -> list[dict[str, str]]:
    """Return the manifest's entries; `svg` is the path of the drawing itself."""
    drawn = [
        {"src": f"assets/images/{name}", "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for name, (side, purpose) in _ANDROID.items()
    ]
    return [{"src": svg, "sizes": "any", "type": "image/svg+xml"}, *drawn]


def icons(root: Path, svg: str) -> Mapping[str, bytes]:
    """Return every icon by its path in the site, kept in the project at `root`. Raises ValueError when `svg` cannot be
    drawn.
    """
    raw = kept(root, "icons", key_of((svg,), (Path(__file__), STYLESHEET)), lambda: _packed(_icons(svg)))
    return {path: b64decode(drawn) for path, drawn in json.loads(raw).items()}


def _packed(drawn: Mapping[str, bytes]) -> bytes:
    return json.dumps({path: b64encode(one).decode() for path, one in drawn.items()}).encode()


def _icons(svg: str) -> Mapping[str, bytes]:
    android = {f"assets/images/{name}": _png(svg, side, purpose) for name, (side, purpose) in _ANDROID.items()}
    return {**android, TOUCH: _png(svg, 180, "touch"), FAVICON: _ico(svg)}


def _png(svg: str, side: int, purpose: str = "any") -> bytes:
    """Draw the SVG as wide as the picture, or on paper and three quarters as wide."""
    import vl_convert  # here, because only a build draws

    edge, wide, ground = 0.0, 1.0, ""
    if purpose != "any":
        edge, wide, ground = (
            0.125,
            0.75,
            f'<rect width="1" height="1" style="fill:{light("paper")}"/>',
        )  # no style in the SVG may colour it
    drawing = svg[svg.index("<svg") :].replace("<svg", f'<svg x="{edge}" y="{edge}" width="{wide}" height="{wide}"', 1)
    size = f'width="{side}" height="{side}" viewBox="0 0 1 1"'
    framed = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{ground}{drawing}</svg>'
    drawn: bytes = vl_convert.svg_to_png(framed, scale=1, ppi=72)
    return drawn


def _ico(svg: str) -> bytes:
    from PIL import Image

    *smaller, largest = [Image.open(BytesIO(_png(svg, side))) for side in _BITMAPS]
    written = BytesIO()
    sizes = [(side, side) for side in _BITMAPS]
    largest.save(written, "ICO", sizes=sizes, append_images=smaller, bitmap_format="bmp")
    return written.getvalue()
