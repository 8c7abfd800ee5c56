from t2v_desktop import paths, settings
from t2v_desktop.settings import Settings


def test_settings_survive_a_restart() -> None:
    settings.save(Settings(device="cpu", previews=False))
    assert settings.load() == Settings(device="cpu", previews=False)


def test_no_file_gives_the_defaults() -> None:
    assert settings.load() == Settings()


def test_a_damaged_file_is_set_aside_and_not_lost() -> None:
    settings.save(Settings())
    paths.settings_file().write_text('{"device": ')
    assert settings.load() == Settings() and paths.settings_file().read_text() == '{"device": '
    settings.save(Settings())
    assert paths.settings_file().with_suffix(".damaged.json").read_text() == '{"device": '


def test_values_of_the_wrong_kind_are_left_out() -> None:
    settings.save(Settings())
    paths.settings_file().write_text('{"device": 3, "previews": false, "colour": "red"}')
    assert settings.load() == Settings(previews=False)
