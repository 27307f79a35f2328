"""A file as an engine takes it into a container: a tar archive of it and of the directories that it needs."""

import io
import tarfile
import time
from pathlib import PurePosixPath


def archive(file: str, text: str, user: int) -> bytes:
    """Give an archive of a file with this text, owned by a user, by its path below where it will be unpacked."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for parent in reversed(PurePosixPath(file).parents[:-1]):
            tar.addfile(_entry(str(parent), tarfile.DIRTYPE, 0o755, 0, user))
        body = text.encode()
        tar.addfile(_entry(file, tarfile.REGTYPE, 0o644, len(body), user), io.BytesIO(body))
    return data.getvalue()


def _entry(name: str, kind: bytes, mode: int, size: int, user: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.size, info.uid, info.gid, info.mtime = kind, mode, size, user, user, time.time()
    return info
