from t2v_desktop import paths, settings
from t2v_desktop.settings import Settings


def test_settings_survive_a_restart() -> None:
    settings.save(Settings(device="cpu", previews=False))
    assert settings.load() == Settings(device="cpu", previews=False)


def test_without_a_file_the_defaults_are_used() -> None:
    assert settings.load() == Settings()


def test_a_damaged_file_is_kept_under_another_name() -> None:
    settings.save(Settings())
    paths.settings_file().write_text('{"device": ')
    assert settings.load() == Settings() and paths.settings_file().read_text() == '{"device": '
    settings.save(Settings())
    assert paths.settings_file().with_suffix(".damaged.json").read_text() == '{"device": '


def test_values_of_the_wrong_type_get_their_defaults() -> None:
    settings.save(Settings())
    paths.settings_file().write_text('{"device": 3, "previews": false, "colour": "red", "keep_model_s": 7}')
    assert settings.load() == Settings(previews=False)


def test_a_language_is_a_code_and_anything_else_is_reported() -> None:
    for language in ("", "de", "zh_CN", "pt_BR"):
        settings.save(Settings(language=language))
        assert settings.read() == (Settings(language=language), "")
    for language in ("German", "../de", "de\\u0000", "de_" + 1000 * "x"):
        paths.settings_file().write_text(f'{{"language": "{language}"}}')
        chosen, problem = settings.read()
        assert chosen == Settings() and "is not a language: use a code such as de or zh_CN" in problem
