"""The window's language: the translations there are, and the one in use."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from t2v_desktop import paths
from t2v_desktop.gui.look.messages import translate_messages

NAME = "t2v_desktop_"  # of a translation, followed by the language: t2v_desktop_de.qm
ENGLISH = "en"


def languages() -> dict[str, str]:
    """The languages of the window: their codes, such as zh_CN, and what they call themselves, in alphabetical order."""
    codes = [file.stem.removeprefix(NAME) for file in _folder().glob(f"{NAME}*.qm")]
    return dict(sorted(((code, _own_name(code)) for code in codes), key=lambda entry: entry[1].casefold()))


def translate(app: QApplication, language: str = "") -> None:
    """Use a language of `languages`, or with "" the system's; English if there is no translation.

    Numbers, sizes and dates follow it, for the system's region if that has the same language. Qt's own texts, such as the names of standard
    buttons, are only translated together with ours.
    """
    code, locale = choose(language, QLocale.system())
    for name, folder in (
        (f"{NAME}{ENGLISH}", _folder()),  # plurals
        (f"qtbase_{code}", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))),
        (f"{NAME}{code}", _folder()),
    ):
        translator = QTranslator(app)
        if translator.load(name, str(folder)):
            app.installTranslator(translator)
    translate_messages(code != ENGLISH)
    QLocale.setDefault(locale)
    app.setLayoutDirection(locale.textDirection())


def choose(language: str, system: QLocale) -> tuple[str, QLocale]:
    """The code and locale for the language in the settings: the first of the system's languages that has a translation if it is "" or has none itself."""
    codes = list(languages())
    preferred = {QLocale(name).language(): QLocale(name) for name in reversed(system.uiLanguages())}  # not zh, without a script, after zh_TW
    ours = (_nearest(locale, codes) for locale in reversed(preferred.values()))
    code = language if language in codes else next(filter(None, ours), ENGLISH)
    return code, system if _alike(system, QLocale(code)) else QLocale(code)


def _nearest(locale: QLocale, codes: Sequence[str]) -> str:
    """The translation for a locale, such as zh_CN for Chinese in Singapore; "" if there is none."""
    return locale.name() if locale.name() in codes else next((code for code in codes if _alike(QLocale(code), locale)), "")


def _alike(one: QLocale, other: QLocale) -> bool:
    return (one.language(), one.script()) == (other.language(), other.script())


def _own_name(code: str) -> str:
    name = QLocale(code).nativeLanguageName() if code != ENGLISH else "English"  # Qt says American English
    return name[:1].upper() + name[1:]


def _folder() -> Path:
    return paths.resources() / "translations"
