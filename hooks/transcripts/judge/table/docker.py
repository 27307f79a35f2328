"""What Docker gives to what it makes: other ones in each run, but the same ones all over a page."""

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

DOCKER = (
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
        "name",
        rf"\b(?:{'|'.join(ADJECTIVES)})_[a-z]{{2,}}\d?\b",
        ("jolly_joliot", "happy_curie3"),
        ("pg_wal", "postgresql_conf"),
        "moby's namesgenerator",
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
    Kind(
        "making of a base",
        r"# (?:debian\.sh --arch '\w+' out/|mmdebstrap --variant=minbase)(?= ')|(?:'@\d+'|'@?\d*…)(?!\S)"
        r"|\b(?:debuerreotype|mmdebstrap) \d+(?:\.\d+)+\b",
        lines=(
            "$ docker history app: ‹# debian.sh --arch 'amd64' out/› 'trixie' ‹'@1…›   ‹117MB›   ‹debuerreotype 0.17›",
            "$ docker history app: ‹120MB›     ‹# mmdebstrap --variant=minbase› 'trixie' ‹'@1795486335'›",
        ),
        source="debuerreotype, which makes the published Debian images, or what makes ours where no registry answers",
        command=r"\bdocker (?:image )?history\b",
    ),
)
