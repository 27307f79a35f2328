"""Values that say which one of many it is: another one in each run, but the same one all over a page."""

from transcripts.judge.kind import Kind

ADJECTIVES = """
admiring adoring affectionate agitated amazing angry awesome beautiful blissful bold boring brave busy
charming clever compassionate competent condescending confident cool cranky crazy dazzling determined
distracted dreamy eager ecstatic elastic elated elegant eloquent epic exciting fervent festive flamboyant
focused friendly frosty funny gallant gifted goofy gracious great happy hardcore heuristic hopeful hungry
infallible inspiring intelligent interesting jolly jovial keen kind laughing loving lucid magical modest
musing mystifying naughty nervous nice nifty nostalgic objective optimistic peaceful pedantic pensive
practical priceless quirky quizzical recursing relaxed reverent romantic sad serene sharp silly sleepy stoic
strange stupefied suspicious sweet tender thirsty trusting unruffled upbeat vibrant vigilant vigorous wizardly
wonderful xenodochial youthful zealous zen
""".split()
"""The first halves of Docker's generated names, from moby's namesgenerator."""

SUMS = r"\b(?:sha\d*|md5|b2)sum\b|\bopenssl dgst\b"
EPHEMERAL = r"(?:3276[89]|327[7-9]\d|32[89]\d\d|3[3-9]\d{3}|[45]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"
BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
SHARED = r"100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])"
PRIVATE = rf"(?:10\.{BYTE}|172\.(?:1[6-9]|2\d|3[01])|192\.168|169\.254|{SHARED})(?:\.{BYTE}){{2}}"
PUBLIC = rf"(?!0\.|127\.|255\.){BYTE}(?:\.{BYTE}){{3}}"

IDENTITIES = (
    Kind(
        "digest",
        r"sha256:[0-9a-f]{64}\b",
        ("sha256:" + "0a" * 32,),
        ("sha256:abc",),
        "OCI image specification: of an image that is built anew",
        twin=True,
        digits=12,
    ),
    Kind(
        "cut digest",
        r"sha256:[0-9a-f]{12,63}\b(?:\.\.\.)?",
        ("sha256:" + "0a" * 8, "sha256:" + "0a" * 6 + "..."),
        ("sha256:0a0a", "sha256:" + "0g" * 8),
        "BuildKit, where a line would be too long",
        twin=True,
        digits=12,
    ),
    Kind(
        "id",
        r"\b[0-9a-f]{64}\b(?! [ *][^ ])|\b[0-9a-f]{32}\b(?! [ *][^ ])",
        ("0a" * 32, "0a" * 16),
        ("0a" * 31, "0a" * 32 + "  note.txt"),
        "Docker: of a container or network; systemd: of a machine or a run; a checksum is followed by the file's name",
        twin=True,
        digits=12,
        unless=SUMS,
    ),
    Kind(
        "short id",
        r"\b[0-9a-f]{12}\b",
        ("386a066cd84a",),
        ("386a066cd84", "386a066cd84g"),
        "Docker: the first twelve digits of an id",
        unless=SUMS,
        twin=True,
        digits=12,
    ),
    Kind(
        "uuid",
        r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b",
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6",),
        ("f81d4fae-7dec-11d0-a765", "f81d4fae7dec11d0a76500a0c91e6bf6"),
        "RFC 9562",
        twin=True,
    ),
    Kind(
        "engine id",
        r"\b[A-Z2-7]{4}(?::[A-Z2-7]{4}){11}\b",
        (":".join(["Z55N", "VTW7"] * 6),),
        ("Z55N:VTW7",),
        "docker info of older engines",
        twin=True,
    ),
    Kind(
        "swarm token",
        r"\bSWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}\b",
        ("SWMTKN-1-" + "3p1ux" * 10 + "-" + "8vxv8" * 5,),
        ("SWMTKN-1-abc",),
        "docker swarm init",
        twin=True,
    ),
    Kind(
        "swarm id",
        r"\b(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{25}\b",
        ("dxn1zf6l61qsb1josjja83ngz",),
        ("a" * 25, "1" * 25, "dxn1zf6l61qsb1"),
        "SwarmKit: 25 digits of base 36",
        twin=True,
        digits=12,
    ),
    Kind(
        "swarm id in a list",
        r"\b(?P<swarm_id1>(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{12})\b|^(?P<swarm_id2>[0-9a-z]{12})(?=   )",
        lines=("$ docker service ls: ‹k5z4v1a0m2x9›   web",),
        source="SwarmKit: the first twelve digits",
        command=r"\bdocker (?:service|node|stack|swarm|secret|config)\b",
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
        "mac",
        r"\b[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}\b",
        ("02:42:ac:11:00:02",),
        ("02:42",),
        "Docker: of a network interface",
        twin=True,
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
        "address",
        rf"(?<![\d.])(?<!ersion )(?<![\w)]/){PRIVATE}(?!\d|\.\d)"
        rf"|(?<=\()(?:{PUBLIC})(?=\))|\b(?:from|Trying|Address:|has address|inet|src|via) ({PUBLIC})(?!\d|\.\d)",
        ("172.17.0.2", "10.0.0.7", "192.168.240.4"),
        ("0.0.0.0", "127.0.0.1", "1.2.3", "1.2.3.4.5", "28.5.2", "version 10.2.3.4", "1.2.3.4", "nginx/10.2.3.4"),
        "RFC 1918 and its like anywhere; others only where a program names a host's address",
        lines=(
            "PING host (‹151.101.2.132›) 56(84) bytes",
            "64 bytes from ‹151.101.2.132›: icmp_seq=1",
            "http://‹172.17.0.2›/",
        ),
        twin=True,
    ),
    Kind(
        "address v6",
        r"(?<![\w:.])(?:fe80|f[cd][0-9a-f]{2}|2[0-9a-f]{3})(?::[0-9a-f]{0,4}){2,7}(?![\w:])",
        ("fe80::42:acff:fe11:2", "fd00:dead:beef::1", "2001:db8:1::242:ac11:2"),
        ("::1", "::", "fe80", "20:10"),
        "RFC 4291: link-local ones follow the MAC, others the network",
        twin=True,
    ),
    Kind(
        "port",
        rf"(?<=[^\"':]:){EPHEMERAL}\b(?![:.]\d)|(?<=_port\":\"){EPHEMERAL}\b|(?<=port ){EPHEMERAL}\b",
        (),
        (":5432", ":8080"),
        "ip_local_port_range: one that the kernel gave",
        lines=(
            "0.0.0.0:‹32768›->5432/tcp, [::]:‹60999›->5432/tcp",
            "0.0.0.0:8080->80/tcp, 127.0.0.1:32767->80/tcp",
            "listening on port ‹43210›",
        ),
        twin=True,
    ),
    Kind(
        "name",
        rf"\b(?:{'|'.join(ADJECTIVES)})_[a-z]{{2,}}\d?\b",
        ("jolly_joliot", "happy_curie3"),
        ("pg_wal", "postgresql_conf"),
        "moby's namesgenerator",
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
        "interface",
        r"\bveth[0-9a-f]{6,8}\b",
        ("veth1a2b3c4",),
        ("veth", "vethernet"),
        "Docker: the outer end of a container's network",
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
        "layer",
        r"/overlay2/l/[A-Z2-7]{26}\b",
        ("/overlay2/l/6SRD5FGG5ISDJVSL3QC6KRDZUG",),
        ("/overlay2/l", "6SRD5FGG5ISDJVSL3QC6KRDZUG"),
        "Docker's overlay2: a short name for the folder of a layer",
        twin=True,
    ),
)
