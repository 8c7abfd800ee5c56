"""Draws icons and installer pictures from their SVG sources: `python packaging/artwork.py FOLDER`."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ICON = ROOT / "resources" / "icons" / "app.svg"
SMALL = ROOT / "packaging" / "artwork" / "icon-small.svg"  # a simpler icon for 16 and 24 pixels
PNG_SIZES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
PICTURES = {"wizard": (328, 628, "bmp"), "wizard-small": (110, 110, "bmp"), "dmg-background": (660, 400, "png")}


def make(folder: Path) -> None:
    """Draw t2v-desktop-<size>.png, .ico, .icns and the installers' pictures into `folder`."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    pictures = {}
    for size in PNG_SIZES:
        file = folder / f"t2v-desktop-{size}.png"
        draw(SMALL if size <= 24 else ICON, file, size, size)
        pictures[size] = Image.open(file)
    icons = [pictures[size] for size in ICO_SIZES]
    icons[-1].save(folder / "t2v-desktop.ico", sizes=[(s, s) for s in ICO_SIZES], append_images=icons[:-1])
    pictures[1024].save(folder / "t2v-desktop.icns", append_images=[pictures[s] for s in (16, 32, 64, 128, 256, 512)])
    for name, (width, height, suffix) in PICTURES.items():
        file = folder / f"{name}.png"
        draw(ROOT / "packaging" / "artwork" / f"{name}.svg", file, width, height)
        if suffix != "png":
            Image.open(file).convert("RGB").save(folder / f"{name}.{suffix}")
            file.unlink()


def draw(source: Path, target: Path, width: int, height: int) -> None:
    """Draw an SVG as a PNG of this size in pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        sys.exit(f"{source} is not an SVG")
    picture = QImage(width, height, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    picture.save(str(target))
    del application


if __name__ == "__main__":
    make(Path(sys.argv[1]))
