"""What must be true after any fault: the files on disk, and what the window shows of them."""

import hashlib
import json
import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from t2v_desktop.request import Request

LEGAL = {"waiting", "running", "cancelling", "done", "failed", "cancelled", "interrupted"}
FOREIGN = (".disk.part1.rar", ".film.mp4.part", ".notes.part/page.txt", "holiday.mp4", "letter.txt", ".clip.mp4.part.mp4.bak")
OLD_S = 7200.0  # older than any file that is still being written

_inspected: dict[str, tuple[int, dict[str, Any]]] = {}


def plant_foreign(clips: Path) -> None:
    """Put files of the user beside the clips, some with names similar to ours."""
    for name in FOREIGN:
        file = clips / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode() * 9)
    age(clips)


def age(folder: Path) -> None:
    """Date all hidden files below the folder so far back that their writer counts as dead."""
    long_ago = time.time() - OLD_S
    for path in [p for p in folder.rglob("*") if any(part.startswith(".") for part in p.relative_to(folder).parts)]:
        os.utime(path, (long_ago, long_ago))


def check_files(clips: Path, requests: Mapping[int, Request], listed: Collection[Path]) -> list[str]:
    """Losses among the files: each clip must be listed, complete and the only one for its request; no partial files, no foreign ones changed."""
    losses = [f"foreign file missing or changed: {name}" for name in FOREIGN if not _is_unchanged(clips / name)]
    foreign = {Path(name).parts[0] for name in FOREIGN}
    made = Counter[int]()
    for file in sorted(clips.iterdir()) if clips.is_dir() else []:
        if file.name in foreign:
            continue
        if file.name.startswith("."):
            losses.append(f"left over: {file.name}")
            continue
        frames, inside = inspect_clip(file)
        request = requests.get(inside.get("seed", -1))
        if request is None:
            losses.append(f"damaged or not ours: {file.name}")
            continue
        made[request.seed] += 1
        if frames != request.num_frames or not _same(inside, request):
            losses.append(f"incomplete: {file.name}: {frames} of {request.num_frames} frames")
        if file not in listed:
            losses.append(f"clip is not listed: {file.name}")
    return losses + [f"clip rendered {count} times: seed {seed}" for seed, count in made.items() if count > 1]


def check(home: Path, seen: Mapping[str, Any], requests: Mapping[int, Request], may: Collection[str] = (), finished: bool = True) -> list[str]:
    """All losses of a home after the application has recovered. `requests` are all that were submitted, by seed.

    `may` are final states besides "done" that are right for this fault; with `finished` no job may still be waiting.
    """
    states: dict[int, list[str]] = {}
    for job in seen["jobs"]:
        states.setdefault(Request.from_json(job["request"]).seed, []).append(job["state"])
    clips = [(Path(clip["path"]), Request.from_json(clip["request"])) for clip in seen["clips"]]
    losses, by_seed = [], Counter(request.seed for _, request in clips)
    allowed = {"done", *may} if finished else LEGAL
    for seed in requests:
        match states.get(seed, []):
            case []:
                losses.append(f"job is missing: seed {seed}")
            case [state]:
                if state not in allowed:
                    losses.append(f"job is {state}: seed {seed}")
                if state == "done" and by_seed[seed] != 1:
                    losses.append(f"job is done with {by_seed[seed]} listed clips: seed {seed}")
                if state != "done" and by_seed[seed]:
                    losses.append(f"job is {state}, its clip is listed: seed {seed}")
            case several:
                losses.append(f"job is listed {len(several)} times: seed {seed}")
    paths = {request.seed: [str(path)] for path, request in clips if by_seed[request.seed] == 1}
    done = [(Request.from_json(job["request"]).seed, job["clips"]) for job in seen["jobs"] if job["state"] == "done"]
    losses += [f"job is done with another clip: seed {seed}" for seed, known in done if seed in paths and known != paths[seed]]
    losses += [f"listed clip has another request: {path.name}" for path, r in clips if r.seed not in requests or not _same(asdict(r), requests[r.seed])]
    losses += [f"listed clip has no file: {path.name}" for path, _ in clips if not path.exists()]
    losses += check_files(home / "clips", requests, {path for path, _ in clips})
    hidden = [p for part in ("data", "cache") for p in (home / part).rglob(".*") if p.is_file()]
    return losses + [f"left over: {path.relative_to(home)}" for path in hidden]


def inspect_clip(file: Path) -> tuple[int, dict[str, Any]]:
    """The number of decodable frames and the request in the metadata; (0, {}) if it is not a clip of ours."""
    if not file.is_file():
        return 0, {}
    key = hashlib.sha256(file.read_bytes()).hexdigest()
    if key not in _inspected:
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", f"file:{file}", "-map", "0:v:0", "-f", "framemd5", "-", "-f", "ffmetadata", "-"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
        text = done.stdout.decode("utf-8", "replace")
        frames = len(re.findall(r"^0, ", text, re.MULTILINE)) if done.returncode == 0 else 0
        found = re.search(r"^comment=((?:[^\\\n]|\\.|\\\n)*)$", text, re.MULTILINE)
        try:
            inside = dict(json.loads(re.sub(r"\\([=;#\\\n])", r"\1", found[1]))["request"]) if found else {}
        except (ValueError, KeyError, TypeError):
            inside = {}
        _inspected[key] = frames, inside
    return _inspected[key]


def _same(inside: Mapping[str, Any], request: Request) -> bool:
    """Whether a clip's metadata has this request, apart from the model's folder and what the preferences select."""
    requested = json.loads(request.to_json())
    ignored = {"model", "device", "memory", "dtype"}
    return all(inside.get(name) == value for name, value in requested.items() if name not in ignored)


def _is_unchanged(file: Path) -> bool:
    name = next(n for n in FOREIGN if file.as_posix().endswith("/" + n))
    return file.is_file() and file.read_bytes() == name.encode() * 9
