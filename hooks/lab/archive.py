"""A file as an engine takes it into a container: a tar archive of it and of the directories that it needs."""

import io
import tarfile
import time
from pathlib import PurePosixPath


def archive(file: str, text: str) -> bytes:
    """Give an archive of a file of root's with this text, by its path below where it will be unpacked."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for parent in reversed(PurePosixPath(file).parents[:-1]):
            tar.addfile(_entry(str(parent), tarfile.DIRTYPE, 0o755, 0))
        body = text.encode()
        tar.addfile(_entry(file, tarfile.REGTYPE, 0o644, len(body)), io.BytesIO(body))
    return data.getvalue()


def _entry(name: str, kind: bytes, mode: int, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.size, info.mtime = kind, mode, size, time.time()
    return info
