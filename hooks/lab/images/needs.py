"""What is needed of a machine that is neither ours nor in an image, and what its system calls the packages for it.

The names are those of Debian 12 and later, and of Ubuntu 24.04 as https://packages.ubuntu.com lists it.
"""

import os
import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from lab.images import browser

BROWSER = "browser"
PACKAGES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    BROWSER: {
        "debian": ("chromium", "chromium-driver"),
        # Both bring the snap, which has browser and driver in one.
        "ubuntu": ("chromium-browser", "chromium-chromedriver"),
    },
    # Elsewhere than on Debian, Debian's signatures are not known, and only gpg tells mmdebstrap so.
    "mmdebstrap": {"ubuntu": ("mmdebstrap", "debian-archive-keyring", "gpg")},
    "ssh": {"debian": ("openssh-client",), "ubuntu": ("openssh-client",)},
}
"""By need and system; what is not listed is a package of the need's own name."""
SYSTEMS = ("ubuntu", "debian")


def system() -> str:
    """Give which of the systems that are known this one is or descends from; nothing where it is another."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    return next((name for name in SYSTEMS if name in family), "")


def packages(need: str, of: str) -> tuple[str, ...]:
    """Give the packages of a system that bring what is needed."""
    return PACKAGES.get(need, {}).get(of, (need,))


def met(need: str, of: str) -> bool:
    """Whether this machine, of that system, has what is needed, from wherever it came."""
    if need == BROWSER:
        return browser.found(os.environ) is not None
    names = packages(need, of)
    return (len(names) == 1 and shutil.which(need) is not None) or all(map(_installed, names))


def remedy(needs: Sequence[str], of: str) -> str:
    """Give what the user can do where something is missing."""
    if of:
        return f"install {_listed(needs, of)}, then run it again"
    names = {system: _listed(needs, system) for system in sorted(SYSTEMS)}
    if len(set(names.values())) == 1:
        return f"install {names['debian']}, then run it again"
    return "install what " + ", and what ".join(f"{system.title()} has as {name}" for system, name in names.items())


def _listed(needs: Sequence[str], of: str) -> str:
    return " ".join(package for need in needs for package in packages(need, of))


def _installed(package: str) -> bool:
    if not shutil.which("dpkg-query"):
        return False
    return subprocess.run(["dpkg-query", "--status", package], capture_output=True, check=False).returncode == 0
