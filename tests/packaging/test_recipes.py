"""The packaging programs, as far as they can be tested without building an installer."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]


@pytest.fixture
def recipes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the programs in packaging/ importable, which is not a package."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/test/test_nn.py", False),
        ("torch/_inductor/codegen/cpp.py", False),
        ("torch/nn/modules/conv.py", True),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6\\Qt6Quick.dll", False),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick", False),
        ("PySide6/Qt/lib/QtGui.framework/Versions/A/QtGui", True),
        ("QtQml", False),
        ("libreadline.so.8", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("resources/models/starter/unet/diffusion_pytorch_model.safetensors", True),
    ],
)
def test_unused_files_are_left_out(recipes: None, place: str, kept: bool) -> None:
    import trim

    assert trim.needed(place) is kept


def test_every_dependency_has_a_licence_text(recipes: None, tmp_path: Path) -> None:
    import licences

    licences.write(tmp_path / "all", tmp_path / "offer")
    text = (tmp_path / "all").read_text("utf-8")
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]:
        name = re.split(r"[^\w-]", line)[0].replace("-", "[-_]")
        assert re.search(rf"^{name} \d", text, re.MULTILINE | re.IGNORECASE), line
    assert "GNU GENERAL PUBLIC LICENSE" in text and "GNU LESSER GENERAL PUBLIC LICENSE" in text
    offer = (tmp_path / "offer").read_text("utf-8")
    assert "ffmpeg version" in offer and "configuration: --" in offer and "For three years" in offer


def test_the_icon_is_drawn_for_each_system(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "packaging" / "artwork.py"), str(tmp_path)], check=True)
    with Image.open(tmp_path / "t2v-desktop.ico") as icon:
        assert {(16, 16), (32, 32), (256, 256)} <= icon.info["sizes"]
    with Image.open(tmp_path / "t2v-desktop.icns") as icon:
        assert {(128, 128, 2), (512, 512, 2)} <= set(icon.info["sizes"])
    with Image.open(tmp_path / "t2v-desktop-48.png") as picture:
        assert picture.getextrema()[3] == (0, 255), "the background is transparent"


def test_the_help_ships_with_the_application(recipes: None) -> None:
    import trim

    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]["docs"] == "t2v_desktop/docs"
    )
    assert '(str(ROOT / "docs"), "docs")' in (ROOT / "packaging" / "t2v-desktop.spec").read_text("utf-8")
    assert all(trim.needed(f"docs/{name}") for name in ("index.md", "pictures/running-dark.png"))


def test_workflows_pin_actions_and_have_few_permissions() -> None:
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = workflow.read_text("utf-8")
        assert all(re.search(r"@[0-9a-f]{40} # v", line) for line in text.splitlines() if re.search(r"uses: (?!\./)", line)), workflow
        assert re.search(r"^permissions:( \{\}|\n  contents: read)$", text, re.MULTILINE), workflow
