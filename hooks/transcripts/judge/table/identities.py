"""Values by which programs tell one thing from another: other ones in each run, the same ones all over a page."""

from transcripts.judge.kind import Kind

IDENTITIES = (
    Kind(
        "uuid",
        r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b",
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6",),
        ("f81d4fae-7dec-11d0-a765", "f81d4fae7dec11d0a76500a0c91e6bf6"),
        "RFC 9562",
        twin=True,
    ),
    Kind(
        "commit",
        r"\b(?=\d*[a-f])(?=[a-f]*\d)(?:[0-9a-f]{7,10}|[0-9a-f]{40})\b",
        lines=("$ git log --oneline: ‹cc735b9› one", "$ git log: commit ‹cc735b9eebe32a813e751112261db46949a1ce27›"),
        source="git: it names its time",
        twin=True,
        digits=7,
        command=r"\bgit (?!hash-object)",
    ),
    Kind(
        "fingerprint",
        r"\bSHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/=])|\bMD5(?::[0-9a-f]{2}){16}\b"
        r"|\b[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){15,31}\b",
        ("SHA256:" + "aB3+/" * 8 + "xyz", "MD5" + ":0a" * 16, ":".join(["4A"] * 20)),
        ("SHA256:abc", "SHA256:" + "aB3+/" * 9),
        "ssh-keygen; openssl x509 -fingerprint, and serial numbers of certificates",
        twin=True,
        digits=64,
    ),
    Kind(
        "serial",
        r"\bserial=([0-9A-F]{16,40})\b"
        r"|\bSerial Number: ?([0-9a-f]{2}(?::[0-9a-f]{2}){7,19}|\d{9,}(?: \(0x[0-9a-f]+\))?)",
        (),
        ("serial=1000", "Serial Number: 4096"),
        "openssl x509 -serial, and -text",
        lines=(
            "serial=‹4A3F00112233445566778899AABBCCDDEEFF0011›",
            "Serial Number: ‹4a:3f:00:11:22:33:44:55›",
        ),
        twin=True,
        digits=64,
    ),
    Kind(
        # Before addresses, since the kernel of WSL has a release of four numbers.
        "kernel",
        r"(?<=Linux )(?<!/Linux )\d+\.\d+[\w.+-]*|(?<=Kernel Version: )\S+",
        (),
        ("13 (trixie)", "GNU/Linux 13.2"),
        "uname: of the engine's host",
        lines=(
            "Linux ‹6.1.0-18-amd64›",
            "Linux ‹5.15.167.4-microsoft-standard-WSL2›",
            "Kernel Version: ‹6.8.0-1021-azure›",
        ),
        twin=True,
    ),
    Kind(
        "temporary name",
        r"\btmp\.[A-Za-z0-9]{6,12}\b|(?<=/)tmp[a-z0-9_]{8}\b|\bpip-[a-z]+(?:-[a-z]+)*-[a-z0-9_]{8}\b"
        r"|(?<=/tmp)/[a-z]+[.-](?=[a-z]*[A-Z0-9])([A-Za-z0-9]{6,12})\b",
        ("tmp.Xk3bQz0aLm", "pip-req-build-a1b2c3d4"),
        ("tmpfs", "tmp.conf", "/tmp/build"),
        "mktemp; Python's tempfile; pip",
        twin=True,
    ),
    Kind(
        "namespace",
        r"\b(?:cgroup|ipc|mnt|net|pid|time|user|uts):\[(\d{10})\]|\b402653\d{4}\b",
        (),
        ("pid:[7]", "socket:[4126532182]", "pid:4126532182"),
        "namespaces(7): inodes",
        lines=("pid:[‹4026532182›]", "cgroup:[‹4026531835›]", "‹4026532642›     14 /usr/bin/dockerd"),
        twin=True,
    ),
    Kind(
        "etag",
        r"(?<=ETag: \")[0-9a-f]{8,}|(?<=ETag: W/\")[0-9a-f]{8,}",
        lines=('ETag: "‹6b06f533›-29cf"',),
        source="nginx, Apache: when a file was written, and behind it its size",
        twin=True,
    ),
    Kind(
        "inode",
        r"(?<=Inode: )\d+|^ *(\d{3,}) (?=[-bcdlps][-rwxsStT]{9})",
        (),
        ("Inodes: 7",),
        "stat; ls -li",
        ("Inode: ‹1234567›", "‹393217› -rw-r--r-- 1 root root 5 a"),
        twin=True,
        momentary=True,
    ),
    Kind(
        "inode in a list",
        r"^ *(?P<inode>\d{3,})(?= \S)",
        lines=("$ ls -i: ‹393217› a",),
        source="ls -i",
        command=r"\bls (?:\S+ )*-\w*i",
    ),
    Kind(
        "pointer",
        r"\b0x(?:7[ef]|5[56])[0-9a-f]{10}\b|\b0xc[0-9a-f]{9}\b|(?<= at )0x[0-9a-f]{8,16}\b|\b0x0000[0-9a-f]{12}\b",
        ("0x7f3a5c0d1e80", "0x55d0c0ffee00", "0xc000012345"),
        ("0xdeadbeef", "0x7f"),
        "address space layout randomisation; Go's heap",
        twin=True,
        local=True,
        momentary=True,
    ),
)
