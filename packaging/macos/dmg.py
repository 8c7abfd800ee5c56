"""Settings of the disk image for dmgbuild, which runs this file from the root of the checkout."""

APP = "T2V Desktop.app"

format = "ULMO"  # noqa: A001  # lzma, the smallest; it needs an older macOS than the application
icon = "build/artwork/t2v-desktop.icns"
files = [f"dist/{APP}"]
symlinks = {"Applications": "/Applications"}

background = "build/artwork/dmg-background.png"
window_rect = ((200, 200), (660, 400))
default_view = "icon-view"
icon_size = 128
text_size = 13
icon_locations = {APP: (165, 190), "Applications": (495, 190)}  # on both sides of the arrow
