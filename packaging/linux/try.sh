#!/bin/sh
# Tests a .deb in a clean Debian: `sudo sh packaging/linux/try.sh dist/t2v-desktop_VERSION_amd64.deb`. Installs it without Python or
# a desktop, runs its self-test and its window on a real X server, and removes it: only the user's files may remain. Needs
# debootstrap, xvfb, x11-utils and imagemagick; writes a picture of the window to dist/window.png.
set -eu
package=$(realpath "$1")
picture=$(dirname "$package")/window.png
seconds=1.5 # limit from start to window, except for the first start
root=$(mktemp -d)
server=

clean_up() {
    status=$?
    [ -z "$server" ] || kill "$server"
    for place in tmp/.X11-unix proc dev; do
        ! mountpoint -q "$root/$place" || umount "$root/$place"
    done
    rm -rf --one-file-system "$root"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM

inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 HOME=/home/user "$@"
}

files() { # all files, without the records of apt and dpkg
    (cd "$root" && find . -xdev \( -path ./tmp -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/apt -o -path ./var/lib/dpkg -o -path ./opt \) -prune -o -print) | sort
    ! [ -d "$root/opt" ] || find "$root/opt" -mindepth 1
}

debootstrap --variant=minbase bookworm "$root" >/dev/null
mkdir -p "$root/home/user" "$root/tmp/.X11-unix" /tmp/.X11-unix
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cp "$package" "$root/tmp/package.deb"
files >"$root/tmp/before"

inside apt-get install -qy -o Dpkg::Use-Pty=0 -o APT::Sandbox::User=root --no-install-recommends /tmp/package.deb >/dev/null
inside t2v-desktop --selftest

mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
Xvfb :87 -screen 0 1400x900x24 -nolisten tcp -noreset &
server=$!
until DISPLAY=:87 xwininfo -root >/dev/null 2>&1; do sleep 0.1; done
for start in first second; do
    began=$(date +%s.%N)
    inside env DISPLAY=:87 QT_QPA_PLATFORM=xcb t2v-desktop &
    window=$!
    until DISPLAY=:87 xwininfo -root -tree | grep -q '"T2V Desktop": '; do
        kill -0 "$window"
        sleep 0.02
    done
    until DISPLAY=:87 xwininfo -name "T2V Desktop" 2>/dev/null | grep -q IsViewable; do sleep 0.02; done
    took=$(echo "$(date +%s.%N) - $began" | bc)
    echo "window after $took s ($start start)"
    sleep 2
    DISPLAY=:87 import -window root "$picture"
    pkill -P "$window" # the child of our shell
    wait "$window" || true
done
[ "$(echo "$took < $seconds" | bc)" = 1 ]

inside apt-get purge -qy -o Dpkg::Use-Pty=0 t2v-desktop >/dev/null
inside apt-get autoremove -qy -o Dpkg::Use-Pty=0 --purge >/dev/null
files >"$root/tmp/after"
if diff "$root/tmp/before" "$root/tmp/after" | grep '^>' | grep -v ' ./home/user/'; then
    echo "these files were left behind" >&2
    exit 1
fi
echo "removed without leftovers"
