"""A folder that is made in many steps: begun, gone on with after a crash, and published when it is complete."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from faultmark.durable import replace_file, replacing, sync_folder

__all__ = ["Staging", "file_hash", "staging"]

_DONE = ".done"
_READ = 1 << 22


def file_hash(path: Path, told: Callable[[int], None] = lambda _count: None) -> str:
    """SHA-256 of a file, in hexadecimal digits; ``told`` is called with the number of bytes of every piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_READ):
            digest.update(piece)
            told(len(piece))
    return digest.hexdigest()


class Staging:
    """A folder in the making. What one step made is complete or not there, and is not made twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / _DONE).mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """Where a file of this name belongs; its folder exists."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def result(self, step: str) -> dict[str, Any] | None:
        """What a step gave that was finished before; None where it was not."""
        try:
            found: dict[str, Any] = json.loads((self.folder / _DONE / f"{step}.json").read_bytes())
        except FileNotFoundError:
            return None
        return found

    def finish(self, step: str, result: Mapping[str, Any]) -> None:
        """Note that a step is done, and what it gave. Its files have to be durable by now."""
        self.write_json(f"{_DONE}/{step}.json", result)

    def write_json(self, name: str, value: Mapping[str, Any]) -> None:
        """Write a JSON file."""
        text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
        replace_file(self.path(name), text.encode() + b"\n")

    def write_text(self, name: str, text: str) -> None:
        """Write a text file."""
        replace_file(self.path(name), text.encode())

    @contextlib.contextmanager
    def arrays(self, step: str, names: tuple[str, ...]) -> Iterator[dict[str, IO[bytes]]]:
        """Files of raw array bytes that belong together: all are durable at the end, or none is there."""
        with contextlib.ExitStack() as stack:
            yield {name: stack.enter_context(replacing(self.path(f".parts/{step}.{name}"))) for name in names}

    def part(self, step: str, name: str) -> Path:
        """Where :meth:`arrays` put one of a step's files."""
        return self.folder / ".parts" / f"{step}.{name}"

    def files(self) -> list[str]:
        """Names of the files that will be published, in order."""
        names = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        return sorted(name for name in names if not any(part.startswith(".") for part in name.split("/")))

    def discard(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self, target: Path) -> None:
        """Drop what only the making needed, and move the folder to its place, which has to be free."""
        # A step that counts as done has its files, also when this is interrupted.
        for helper in (_DONE, ".parts"):
            shutil.rmtree(self.folder / helper, ignore_errors=True)
        for left in self.folder.rglob("*.part"):
            left.unlink()
        for folder in [*(path for path in self.folder.rglob("*") if path.is_dir()), self.folder]:
            sync_folder(folder)
        self.folder.rename(target)
        sync_folder(target.parent)


@contextlib.contextmanager
def staging(folder: Path, name: str) -> Iterator[Staging]:
    """Hold the folder in which ``name`` is made; whoever else makes it waits."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / f".{name}.lock"
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        made = Staging(folder / f".{name}.building")
        yield made
        # What was published or given up leaves nothing; what was interrupted is gone on with.
        if not made.folder.exists():
            lock.unlink(missing_ok=True)
