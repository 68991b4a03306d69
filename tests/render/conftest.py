"""Pictures as a reader of the tests sees them: size, pixels and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from logging import WARNING

import pytest
from PIL import Image

from bot.render.pictures import style


@pytest.fixture(autouse=True)
def nothing_is_complained_about(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Matplotlib logs what it cannot draw well, such as a glyph that its fonts lack."""
    yield
    assert not [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.name.startswith("matplotlib") and record.levelno >= WARNING
    ]


def opened(png: bytes) -> Image.Image:
    """Open a picture, sure that it is a PNG of the usual width."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(png) < 300_000
    image = Image.open(BytesIO(png)).convert("RGBA")
    assert image.width == style.WIDTH * style.DENSITY
    return image


def margins_are_empty(png: bytes) -> bool:
    """Tell whether nothing was written outside the margins to the left and right."""
    image = opened(png)
    side = (style.MARGIN // 2 - 4) * style.DENSITY
    strips = [(6, 40, side, image.height - 40), (image.width - side, 40, image.width - 6, image.height - 40)]
    return all(len(image.crop(strip).getcolors(1_000_000) or []) == 1 for strip in strips)
