"""Draw packaging/windows/*.ico from the program's own SVG icons, in every size that Windows asks for.

And wizard.bmp: the side of the setup's first and last page, twice as large as NSIS wants it, for sharp screens.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).parents[1]
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
WIZARD, WIZARD_ICON, GROUND = (328, 628), 176, "#EAF3FB"


def drawn(svg: Path, size: int) -> Image.Image:
    """The icon, `size` pixels wide."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data())))


def wizard() -> Image.Image:
    """The icon on a quiet ground."""
    side = Image.new("RGB", WIZARD, GROUND)
    icon = drawn(ROOT / "resources/icons/enclave.svg", WIZARD_ICON)
    side.paste(icon, ((WIZARD[0] - WIZARD_ICON) // 2, WIZARD[1] // 5), icon)
    return side.quantize(256)


def main() -> None:
    wizard().save(ROOT / "packaging/windows/wizard.bmp")
    for name in ("enclave", "record"):
        pictures = [drawn(ROOT / f"resources/icons/{name}.svg", size) for size in SIZES]
        largest = pictures.pop()
        largest.save(
            ROOT / f"packaging/windows/{name}.ico",
            sizes=[(size, size) for size in SIZES],
            append_images=pictures,
        )


if __name__ == "__main__":
    app = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    main()
