"""Selects what the frozen application leaves out: modules that are never imported, files that are never opened.

Based on the imports of the engine, the converter and the window (dist/SIZES.txt, written by freeze.py, shows what remains).
All of it was tested: the application still starts, renders, exports, downloads and converts without it.
"""

import re
from fnmatch import fnmatch
from pathlib import Path

METADATA = (  # packages whose version is read at import
    "filelock", "numpy", "tqdm", "packaging", "tokenizers", "huggingface_hub", "safetensors", "pyyaml", "torch",
    "psutil", "pillow", "imageio-ffmpeg", "PySide6-Essentials", "httpx2",
)  # fmt: skip
MODULES = [  # not frozen; torch.testing, torch.distributed and torch's sources are needed, surprisingly
    "readline",  # its library is GPL, and it is for terminals
    "tkinter", "networkx", "setuptools", "pip", "IPython", "matplotlib", "scipy", "pandas", "tensorboard", "torchvision", "torchaudio", "triton", "pytest",
    "diffusers", "transformers", "accelerate",  # they are for development
    "cv2", "onnx", "onnxruntime", "onnxscript", "lxml", "rich", "typer", "pydantic", "pydantic_core", "pygments", "hf_xet", "numpy.f2py",
    "torch.utils.tensorboard", "torch.utils.benchmark", "torch.utils.model_dump", "torch.utils.hipify", "PIL.ImageQt", "PIL.AvifImagePlugin",
]  # fmt: skip
FILES = (  # paths in the bundle, with /
    "torch/test/*", "torch/include/*", "torch/share/*", "torch/lib/libtorchbind_test*", "torch/lib/libjitbackend_test*", "torch/lib/libbackend_with_compiler*",
    "torch/lib/libaoti_custom_ops*", "torch/lib/*.lib", "functorch/*", "hf_xet/*", "*.pyi", "*/py.typed",
    "PySide6/Qt/qml/*", "PySide6/Qt/metatypes/*", "PySide6/Qt/libexec/*", "PySide6/qml/*",
    "*libavif-*", "libcudart.so", "*libreadline*", "*readline.cpython*",
)  # fmt: skip
QT_MODULES = ("Core", "Gui", "Widgets", "Network", "Svg", "DBus", "XcbQpa", "WaylandClient")  # the last three are for the platform plugins
FRAMEWORK = re.compile(r"\bQt(\w+)\.framework/")  # the layout on macOS
MAC_LINK = re.compile(r"Qt[A-Z]\w+")  # a link to the library in its framework
QT_PLUGINS = (
    "platforms/*qxcb*", "platforms/*qwayland*", "platforms/*qoffscreen*", "platforms/*qwindows*", "platforms/*qcocoa*", "imageformats/*qsvg*",
    "imageformats/*qico*", "iconengines/*", "styles/*", "wayland-shell-integration/*xdg-shell*", "wayland-decoration-client/*", "platforminputcontexts/*ibus*",
    "platforminputcontexts/*compose*", "platformthemes/*xdgdesktopportal*",
)  # fmt: skip
UNUSED_PACKAGES = (  # their submodules; torch.compile is not used
    "torch._inductor.codegen", "torch._inductor.fx_passes", "torch._inductor.kernel",
)  # fmt: skip
TRANSLATIONS = Path(__file__).parents[1] / "resources" / "translations"
LANGUAGES = tuple(sorted(file.stem.removeprefix("t2v_desktop_") for file in TRANSLATIONS.glob("*.qm")))  # Qt's own texts are for the same ones


def needed(place: str) -> bool:
    """Whether a file belongs in the bundle; `place` is its path there."""
    path = place.replace("\\", "/")
    if MAC_LINK.fullmatch(path):
        return path.removeprefix("Qt") in QT_MODULES
    if any(fnmatch(path, pattern) for pattern in FILES):
        return False
    if any(path.startswith(f"{package.replace('.', '/')}/") and not path.endswith("__init__.py") for package in UNUSED_PACKAGES):
        return False
    if path.startswith("torch/bin/"):
        return path.endswith("torch_shm_manager")
    if "PySide6/" in path or FRAMEWORK.search(path) or _is_qt_library(path.rsplit("/", 1)[-1]):
        return _needed_of_qt(path)
    return True


def needed_module(name: str) -> bool:
    """Whether a pure Python module belongs in the bundle."""
    return not name.startswith(tuple(f"{package}." for package in UNUSED_PACKAGES))


def _needed_of_qt(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    if "/plugins/" in path:
        return any(fnmatch(path.split("/plugins/", 1)[1], pattern) for pattern in QT_PLUGINS)
    if "/translations/" in path:
        return any(name == f"qtbase_{language}.qm" for language in LANGUAGES)
    if _is_qt_library(name):
        return name.removeprefix("lib").removeprefix("Qt6").split(".")[0] in QT_MODULES
    if framework := FRAMEWORK.search(path):
        return framework[1] in QT_MODULES
    return True


def _is_qt_library(name: str) -> bool:
    return name.removeprefix("lib").startswith("Qt6")
