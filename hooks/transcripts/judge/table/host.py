"""Numbers that a kernel gives out as it goes along, and what only the engine's host decides."""

from transcripts.judge.kind import Kind

PS = r"(?:^|[;&|(] *|\b(?:sudo|exec|run)\b.* )(?:ps|top)\b|\bdocker (?:container )?top\b"

HOST = (
    Kind(
        "pid",
        r'(?<=\[)\d+(?=\] (?:LOG|ERROR|FATAL|WARNING|HINT|STATEMENT|DETAIL))|(?<="Pid": )[1-9]\d*|(?<=\b[Pp]id )\d+'
        r"|(?<=\bPID: )\d+|(?<=\bPID )\d+|(?<=pid=)\d+|(?<=^\[\d\] )\d+$|^\[\d+\][+-]? +(\d+)(?= [A-Z])"
        r"|\b[a-z][\w.-]*\[(\d+)\](?=: )"
        r"|(?<=#)\d+(?=: \*\d)|^(\d+):(?=[CMSX] \d\d? )|(?<=\] )\d+(?=#\d+: )|#(\d+)(?=: )",
        (),
        ("[5] rows", "[1]"),
        "fork(2): job control, syslog, systemd, PostgreSQL, nginx, Redis, docker inspect",
        lines=(
            "[‹57›] LOG:  ready",
            "[‹1›] FATAL:  role",
            '"Pid": ‹4711›,',
            "worker with pid ‹99› left",
            "[1] ‹4711›",
            "[1]+ ‹4711› Running   sleep 2",
            "at host sshd[‹712›]: Accepted",
            "Main PID: ‹345› (nginx)",
            "‹7›:C 25 x",
            "start pid=‹12›",
            "2 [notice] ‹31›#31: using",
        ),
        twin=True,
        local=True,
        momentary=True,
    ),
    Kind(
        # The first process of a container is number 1 for a reason.
        "pid in a list",
        r"^ *(?!1 )(\d+) +(?!1 )(\d+) +(?=\S)|^ *(?!1 )(\d+)(?= +\S)|^[a-z_][\w.+-]* +(?!1 )(\d+) +(?!1 |0 )(\d+)(?= )"
        r"|^[a-z_][\w.+-]* +(?!1 )(\d+)(?= )",
        (),
        (),
        "ps and top",
        lines=(
            "$ ps:    ‹12› pts/0",
            "$ ps -ef: root ‹12› ‹7› 0 pts/0",
            "$ ps -o pid,ppid,comm: ‹12› ‹7› sh",
            "$ ps -o pid,ppid,comm: 1 0 sh",
        ),
        twin=True,
        local=True,
        momentary=True,
        command=PS,
    ),
    Kind(
        "inode",
        r"(?<=Inode: )\d+|^ *(\d{3,}) (?=[-bcdlps][-rwxsStT]{9})",
        (),
        ("Inodes: 7",),
        "stat; ls -li",
        lines=(
            "Inode: ‹1234567›",
            "‹393217› -rw-r--r-- 1 root root 5 a",
        ),
        twin=True,
        local=True,
        momentary=True,
    ),
    Kind(
        "inode in a list",
        r"^ *(\d{3,})(?= \S)",
        (),
        (),
        "ls -i",
        lines=("$ ls -i: ‹393217› a",),
        twin=True,
        local=True,
        momentary=True,
        command=r"\bls (?:\S+ )*-\w*i",
    ),
    Kind(
        "interface number",
        r"(?<=@if)\d+|^(\d+)(?=: [\w.-]+@)|^(\d+)(?=: (?:veth|br-|docker))",
        (),
        ("1: lo",),
        "ip: counted on the host",
        lines=(
            "‹7›: eth0@if‹8›: <UP>",
            "‹3›: docker0: <UP>",
        ),
        twin=True,
        local=True,
        momentary=True,
    ),
    Kind(
        "pointer",
        r"\b0x(?:7[ef]|5[56])[0-9a-f]{10}\b|(?<= at )0x[0-9a-f]{8,16}\b|\b0x0000[0-9a-f]{12}\b",
        ("0x7f3a5c0d1e80", "0x55d0c0ffee00"),
        ("0xdeadbeef", "0x7f"),
        "address space layout randomisation",
        momentary=True,
    ),
    Kind(
        "cgroup version",
        r"(?<=Cgroup Version: )[12]\b",
        (),
        ("Compose Version: 2",),
        "docker info",
        ("Cgroup Version: ‹2›",),
    ),
    Kind(
        "archive",
        r"(?<=://)package-archive\b",
        source="the neutral word for the host of a package archive",
        lines=("Get:1 http://‹package-archive›/debian trixie",),
    ),
)
