"""How the application looks: two palettes, one style sheet, one font, icons in the palette's colours."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from t2v_desktop import paths

PANEL_MARGIN, PANEL_GAP, SPACING = 14, 10, 8  # pixels at 100 %
FONT_PX, SMALL_PX = 13, 12


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
LIGHT = Colours("#ECEEF2", "#F8F9FB", "#FFFFFF", "#D5DAE3", "#171B24", "#5A6475", "#3A5BE0", "#FFFFFF", "#17794B", "#9A6700", "#C6362E")
_current = DARK


def colours() -> Colours:
    """The palette in use."""
    return _current


def apply(app: QApplication, scheme: str) -> None:
    """Dress the application: `scheme` is light, dark or system."""
    global _current  # one application has one look
    if scheme == "system":
        hints = QGuiApplication.styleHints()
        scheme = "light" if hints.colorScheme() is Qt.ColorScheme.Light else "dark"
    _current = LIGHT if scheme == "light" else DARK
    icon.cache_clear()
    _load_fonts()
    app.setStyle(QStyleFactory.create("Fusion"))
    font = QFont("Inter")
    font.setPixelSize(FONT_PX)
    app.setFont(font)
    app.setPalette(_palette(_current))
    app.setStyleSheet(_sheet(_current))


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
    """The icon `name` of resources/icons, in `colour` or the palette's text colour, muted where it is disabled."""
    drawn = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour or _current.text), (QIcon.Mode.Disabled, _between(_current.panel, _current.muted))):
        for side in (16, 20, 24, 32, 48):
            drawn.addPixmap(_picture(name, ink, side), mode)
    return drawn


def _between(one: str, other: str) -> str:
    """The colour half way from one #RRGGBB to another."""
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


def _sheet(c: Colours) -> str:
    """Roles are properties: QFrame[role=panel], QLabel[role=heading|muted|bad|warn|good], QPushButton[role=primary|quiet|segment]."""
    icons = (paths.resources() / "icons").as_posix()
    shade = "dark" if c is DARK else "light"
    return f"""
    QWidget {{ color: {c.text}; }}
    QMainWindow, QDialog {{ background: {c.background}; }}
    QFrame[role="panel"] {{ background: {c.panel}; border: 1px solid {c.line}; border-radius: 10px; }}
    QFrame[role="line"] {{ background: {c.line}; border: none; }}
    QLabel {{ background: transparent; }}
    QLabel[role="heading"] {{ font-weight: 600; }}
    QLabel[role="muted"] {{ color: {c.muted}; font-size: {SMALL_PX}px; }}
    QLabel[role="bad"] {{ color: {c.bad}; font-size: {SMALL_PX}px; }}
    QLabel[role="warn"] {{ color: {c.warn}; font-size: {SMALL_PX}px; }}
    QLabel[role="good"] {{ color: {c.good}; font-size: {SMALL_PX}px; }}

    QPlainTextEdit, QTextEdit, QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{
        background: {c.raised}; border: 1px solid {c.line}; border-radius: 8px; padding: 6px 8px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ min-height: 18px; }}
    QPlainTextEdit:focus, QTextEdit:focus, QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
        border: 2px solid {c.accent}; padding: 5px 7px; }}
    QPlainTextEdit:disabled, QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ color: {c.muted}; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow {{ image: url({icons}/{shade}-chevron-down.svg); width: 14px; height: 14px; }}
    QComboBox QAbstractItemView, QMenu {{
        background: {c.raised}; border: 1px solid {c.line}; padding: 4px; outline: none;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{ border: none; width: 18px; background: transparent; }}
    QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url({icons}/{shade}-chevron-up.svg); width: 11px; height: 11px; }}
    QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url({icons}/{shade}-chevron-down.svg); width: 11px; height: 11px; }}

    QPushButton {{ background: {c.raised}; border: 1px solid {c.line}; border-radius: 8px; padding: 6px 12px; min-height: 18px; }}
    QPushButton:hover {{ border-color: {c.muted}; }}
    QPushButton:pressed {{ background: {c.line}; }}
    QPushButton:focus {{ border: 2px solid {c.accent}; padding: 5px 11px; }}
    QPushButton:disabled {{ color: {c.muted}; background: {c.panel}; }}
    QPushButton[role="primary"] {{ background: {c.accent}; color: {c.on_accent}; border: 1px solid {c.accent}; font-weight: 600; min-height: 26px; }}
    QPushButton[role="primary"]:hover {{ border-color: {c.text}; }}
    QPushButton[role="primary"]:focus {{ border: 2px solid {c.text}; }}
    QDialogButtonBox QPushButton[role="primary"] {{ min-height: 18px; }}
    QPushButton[role="primary"]:disabled {{ background: {c.line}; border-color: {c.line}; color: {c.muted}; }}
    QPushButton[role="segment"]:checked {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QPushButton[role="segment"]:checked:focus {{ border: 2px solid {c.text}; }}
    QPushButton[role="quiet"], QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }}
    QPushButton[role="quiet"] {{ text-align: left; }}
    QPushButton[role="quiet"]:hover, QToolButton:hover {{ background: {c.raised}; }}
    QPushButton[role="quiet"]:focus, QToolButton:focus {{ border: 2px solid {c.accent}; padding: 3px; }}
    QToolButton:checked {{ background: {c.raised}; border-color: {c.line}; }}
    QToolButton::menu-indicator {{ image: none; }}

    QCheckBox, QRadioButton {{ spacing: 8px; background: transparent; }}
    QCheckBox:focus, QRadioButton:focus {{ color: {c.accent}; }}
    QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {c.muted}; border-radius: 4px; background: {c.raised}; }}
    QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url({icons}/{shade}-check.svg); }}
    QCheckBox::indicator:focus {{ border: 2px solid {c.text}; width: 14px; height: 14px; }}
    QSlider {{ background: transparent; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {c.line}; }}
    QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {c.accent}; }}
    QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: {c.text}; }}
    QSlider::handle:horizontal:focus {{ background: {c.accent}; border: 2px solid {c.text}; width: 12px; height: 12px; }}
    QSlider::handle:horizontal:disabled {{ background: {c.line}; }}
    QToolButton:disabled {{ color: {c.muted}; }}
    QProgressBar {{ background: {c.line}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 2px; }}

    QMenuBar {{ background: {c.background}; padding: 2px 6px; }}
    QMenuBar::item {{ background: transparent; padding: 5px 10px; border-radius: 6px; }}
    QMenuBar::item:selected {{ background: {c.raised}; }}
    QMenu::item {{ padding: 6px 26px 6px 12px; border-radius: 6px; }}
    QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QMenu::item:disabled {{ color: {c.muted}; }}
    QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 6px; }}
    QMenu::icon {{ padding-left: 8px; }}
    QStatusBar {{ background: {c.background}; }}
    QStatusBar::item {{ border: none; }}
    QSplitter::handle {{ background: transparent; }}
    QListView, QListWidget, QScrollArea {{ background: transparent; border: none; outline: none; }}
    QListView:focus {{ border: 2px solid {c.accent}; border-radius: 8px; }}
    QScrollBar:vertical {{ width: 10px; background: transparent; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.line}; border-radius: 4px; min-height: 28px; margin: 1px; }}
    QScrollBar:horizontal {{ height: 10px; background: transparent; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {c.line}; border-radius: 4px; min-width: 28px; margin: 1px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.line}; padding: 4px 6px; }}
    QTabWidget::pane {{ border: none; }}
    QTabBar::tab {{ padding: 6px 14px; border-radius: 8px; background: transparent; color: {c.muted}; }}
    QTabBar::tab:selected {{ background: {c.raised}; color: {c.text}; }}
    """


def app_icon() -> QIcon:
    """The application's own sign, in its own colours."""
    return QIcon(str(paths.resources() / "icons" / "app.svg"))
