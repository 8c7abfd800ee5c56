"""Whether the system asks for less motion. Qt doesn't say before 6.12, so the system is asked itself."""

import ctypes
import subprocess
import sys
from functools import cache

from t2v_desktop.children import NO_CONSOLE

COMMANDS = {  # print the setting; the answer that asks for less motion
    "darwin": (["defaults", "read", "com.apple.universalaccess", "reduceMotion"], "1"),
    "linux": (["gsettings", "get", "org.gnome.desktop.interface", "enable-animations"], "false"),
}
GET_CLIENT_AREA_ANIMATION = 0x1042  # of SystemParametersInfo
ANSWER_S = 2.0


@cache
def is_motion_reduced() -> bool:
    """Whether the user has turned animations off in the system's settings. May take a moment: call it on a background thread."""
    if sys.platform == "win32":
        animated = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animated), 0)
        return not animated.value
    command, reduced = COMMANDS.get(sys.platform, ([], ""))
    try:
        answer = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=ANSWER_S, check=False, creationflags=NO_CONSOLE)
    except (OSError, ValueError, subprocess.TimeoutExpired):  # another desktop, or none
        return False
    return answer.stdout.decode("utf-8", "replace").strip() == reduced and bool(reduced)
