"""The words of the window in the user's language, and English with its plurals where there is no translation."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from t2v_desktop import paths


def translate(app: QApplication, locale: QLocale | None = None) -> None:
    """Load English, then over it Qt's own words and ours in `locale` (the system's)."""
    locale = locale or QLocale()
    ours = str(paths.resources() / "translations")
    qts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for wanted, name, folder in ((QLocale(QLocale.Language.English), "t2v_desktop", ours), (locale, "qtbase", qts), (locale, "t2v_desktop", ours)):
        translator = QTranslator(app)
        if translator.load(wanted, name, "_", folder):
            app.installTranslator(translator)
