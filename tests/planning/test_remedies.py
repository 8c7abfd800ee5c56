"""Each kind of error offers what helps against it."""

import pytest

from t2v_desktop import errors
from t2v_desktop.errors import T2VError
from t2v_desktop.planning.remedies import REMEDIES, Remedy, remedies_of

KINDS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, T2VError)}


def test_only_errors_that_exist_have_remedies_of_their_own() -> None:
    assert set(REMEDIES) <= set(KINDS)


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        ("OutputError", {Remedy.CHOOSE_FOLDER, Remedy.TRY_AGAIN}),
        ("UnknownModel", {Remedy.OPEN_MODELS, Remedy.TRY_AGAIN}),
        ("BrokenModel", {Remedy.OPEN_MODELS, Remedy.TRY_AGAIN}),
        ("OutOfMemory", {Remedy.USE_SETTINGS_THAT_FIT, Remedy.TRY_AGAIN}),
        ("DeviceError", {Remedy.TRY_AGAIN}),
        ("BlankVideo", {Remedy.TRY_AGAIN}),
        ("EncodeError", {Remedy.TRY_AGAIN}),
        ("LibraryError", {Remedy.TRY_AGAIN}),
        ("EngineStopped", {Remedy.TRY_AGAIN}),
        ("EngineNotStarted", {Remedy.TRY_AGAIN}),
        ("InvalidRequest", set()),
        ("", {Remedy.TRY_AGAIN}),  # failed before the application was started
    ],
)
def test_an_error_offers_what_helps(kind: str, offered: set[Remedy]) -> None:
    assert set(remedies_of(kind)) == offered and (not kind or kind in KINDS)


def test_every_error_but_a_wrong_value_offers_something() -> None:
    assert [kind for kind in KINDS if not remedies_of(kind)] == ["InvalidRequest"]
