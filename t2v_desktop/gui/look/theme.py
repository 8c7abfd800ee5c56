"""The theme: two palettes, one style sheet, one font, and icons in the palette's colours."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from string import Template

from PySide6.QtCore import QByteArray, QLocale, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLayout, QStyleFactory, QWidget

from t2v_desktop import paths

PANEL_MARGIN, PANEL_GAP, SPACING = 14, 10, 8  # pixels at 100 %
FONT_PX, SMALL_PX, LINE_PX = 13, 12, 18


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette, as #RRGGBB."""

    background: str
    panel: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    good: str
    warn: str
    bad: str


DARK = Colours("#101216", "#171A20", "#20242C", "#2B303A", "#E9EBEF", "#98A1B0", "#6C8CFF", "#0B1020", "#4CC38A", "#F2B84B", "#F2665E")
LIGHT = Colours("#ECEEF2", "#F8F9FB", "#FFFFFF", "#D5DAE3", "#171B24", "#5A6475", "#3A5BE0", "#FFFFFF", "#17794B", "#8F5F00", "#BF3129")
FONTS = {  # by script, the usual one of each system first
    QLocale.Script.SimplifiedHanScript: ("PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei"),
    QLocale.Script.TraditionalHanScript: ("PingFang TC", "Microsoft JhengHei UI", "Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC"),
}
SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_current = DARK


def set_margins(layout: QLayout | QWidget, start: int, top: int, end: int, bottom: int) -> None:
    """Set margins whose sides follow the direction of the language: `start` is the left one in English and the right one in Arabic."""
    left, right = (end, start) if QGuiApplication.isRightToLeft() else (start, end)
    layout.setContentsMargins(left, top, right, bottom)


def colours() -> Colours:
    """The palette in use."""
    return _current


def apply(app: QApplication, scheme: str) -> None:
    """Apply a theme, and ask the system for matching window frames. `scheme` is light, dark or system."""
    global _current  # one theme for the whole application
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(SCHEMES.get(scheme, Qt.ColorScheme.Unknown))
    light = scheme == "light" or (scheme == "system" and hints.colorScheme() is Qt.ColorScheme.Light)
    _current = LIGHT if light else DARK
    icon.cache_clear()
    _load_fonts()
    app.setStyle(QStyleFactory.create("Fusion"))
    font = QFont(["Inter", *_fonts_of(QLocale())])
    font.setPixelSize(FONT_PX)
    app.setFont(font)
    app.setPalette(_palette(_current))
    app.setStyleSheet(_style_sheet(_current))


def follow_system(app: QApplication, scheme: Callable[[], str]) -> None:
    """Apply the theme again whenever the system switches between light and dark while `scheme` returns system."""

    def follow() -> None:
        if scheme() == "system":
            apply(app, "system")

    QGuiApplication.styleHints().colorSchemeChanged.connect(follow)


def _fonts_of(locale: QLocale) -> list[str]:
    """The system's fonts for a script that Inter lacks. Without one, Qt's choice for Chinese may have Japanese forms."""
    wanted = FONTS.get(locale.script(), ())
    return [name for name in wanted if QFontDatabase.hasFamily(name)]


def line_px() -> int:
    """The height of a line of text in a field or button: more than Inter's if the language needs another font, such as Chinese."""
    return max(LINE_PX, QFontMetrics(QApplication.font()).size(0, QLocale().nativeLanguageName()).height())


@cache
def _load_fonts() -> None:
    for file in sorted((paths.resources() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, c.background), (roles.Base, c.raised), (roles.AlternateBase, c.panel), (roles.Button, c.raised),
        (roles.WindowText, c.text), (roles.Text, c.text), (roles.ButtonText, c.text), (roles.ToolTipBase, c.raised),
        (roles.ToolTipText, c.text), (roles.Highlight, c.accent), (roles.HighlightedText, c.on_accent), (roles.Link, c.accent),
        (roles.PlaceholderText, c.muted), (roles.Mid, c.line), (roles.Light, c.line), (roles.Dark, c.line), (roles.Accent, c.accent),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.muted))
    return palette


@cache
def icon(name: str, colour: str = "") -> QIcon:
    """The icon `name` of resources/icons, in `colour` or else the palette's text colour, muted when disabled."""
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour or _current.text), (QIcon.Mode.Disabled, _between(_current.panel, _current.muted))):
        for side in (16, 20, 24, 32, 48):
            made.addPixmap(_picture(name, ink, side), mode)
    return made


def _between(one: str, other: str) -> str:
    """The colour halfway between two #RRGGBB colours."""
    a, b = QColor(one), QColor(other)
    return QColor((a.red() + b.red()) // 2, (a.green() + b.green()) // 2, (a.blue() + b.blue()) // 2).name()


def _picture(name: str, ink: str, side: int) -> QPixmap:
    source = (paths.resources() / "icons" / f"{name}.svg").read_bytes().replace(b"#000", ink.encode())
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return picture


def _style_sheet(c: Colours) -> str:
    source = (paths.resources() / "look.qss").read_text(encoding="utf-8")
    shade = "dark" if c is DARK else "light"
    return Template(source).substitute(asdict(c), small_px=SMALL_PX, line_px=line_px(), icons=(paths.resources() / "icons" / shade).as_posix())


def app_icon() -> QIcon:
    """The application's icon, in the same colours in every theme."""
    return QIcon(str(paths.resources() / "icons" / "app.svg"))
