"""Processes, and what they take at the moment."""

import re
from itertools import count

from transcripts.judge.kind import Kind

PS, TOP = r"(?:^|[;&|(] *|\b(?:sudo|exec|run)\b.* )ps\b", r"\bdocker (?:container )?top\b"
SINCE = r"\d\d:\d\d|[A-Z][a-z]{2} ?\d\d|\d{4}"


def processes(pattern: str, kind: str = "process") -> str:
    """Give a pattern with each `PID` in it made that of a process's number, with the blanks before it in its column.

    The first process of a container is number 1 for a reason, and is no such value.
    """
    numbers = count(1)

    def number(found: re.Match[str]) -> str:
        blanks = " *" if found[1] else ""
        return rf"{found[1] and '^'}(?:{blanks}1|(?P<{kind}{next(numbers)}>{blanks}\d+))"

    return re.sub(r"(\^ \*|)PID", number, pattern)


ROW = (
    rf"^[\w.+-]+ +PID +(?P<reading1>\d+\.\d) +(?P<reading2>\d+\.\d) +(?P<reading3>\d+) +(?P<reading4>\d+)"
    rf" +(?:\?|pts/\d+|tty\d*) +\S+ +(?P<clock1>{SINCE}) +(?P<reading5>\d+:\d\d)(?= )"
    rf"|^[\w.+-]+ +PID +(?:0|PID) +(?P<reading6>\d+) +(?P<clock2>{SINCE}) +(?:\?|pts/\d+|tty\d*)"
    r" +(?P<reading7>\d\d:\d\d:\d\d)(?= )"
    r"|^ *PID (?:\?|pts/\d+|tty\d*) +(?P<reading8>\d\d:\d\d:\d\d)(?= )"
    r"|^ *PID +(?:0|PID) +(?=[^\s\d])|^ *PID(?= +[^\s\d])"
    r"|^[a-z_][\w.+-]* +PID +(?:0|PID)(?= )|^[a-z_][\w.+-]* +PID(?= )"
)
"""What ps prints of a process, in its usual forms."""

PROCESSES = (
    Kind(
        "pid",
        r"(?<=\b[Pp]id )\d+|(?<=\bPID: )\d+|(?<=\bPID )\d+|(?<=\"Pid\":)[1-9]\d*|(?<=\"Pid\": )[1-9]\d*"
        r"|(?<=^\[\d\] )\d+$|(?<=^\[\d\][+-] )\d+(?= [A-Z])|(?<=^\[\d\]  )\d+(?= [A-Z])|(?<=[├└]─)\d+"
        r"|(?<=\b[Pp]rocess )\d+(?= \()",
        lines=('"Pid": ‹4711›,', "worker with pid ‹99› left", "Main PID: ‹345› (nginx)", "└─‹412› /usr/sbin/dockerd"),
        source="fork(2): where a program names a process",
        twin=True,
        momentary=True,
    ),
    Kind(
        "process",
        r"(?<=\[)\d+(?=\] (?:LOG|ERROR|FATAL|WARNING|HINT|STATEMENT|DETAIL))|\b[a-z][\w.-]*\[(?P<pid>\d+)\](?=: )"
        r"|(?<=pid=)\d+"
        r"|^(\d+):(?=[CMSX] \d|signal-handler)|\b(\d+)#(\d+)(?=: )|(?<=worker process )\d+|(?<=\) received from )\d+",
        (),
        ("[5] rows", "[1]"),
        "fork(2): job control, syslog, systemd, PostgreSQL, nginx, Redis; such numbers are soon used again",
        (
            "[‹57›] LOG:  ready",
            "[1] FATAL:  role",
            "at host sshd[‹712›]: Accepted",
            "‹7›:M 1 * Ready",
            "[notice] ‹31›#‹31›: start worker process ‹32›",
            "start pid=‹12›",
        ),
        twin=True,
        local=True,
        momentary=True,
    ),
    Kind(
        "job",
        r"(?<=^\[)\d+(?=\](?: \d+$|[+ -] {1,2}(?:\d+ )?(?:Running|Done|Stopped|Exit|Terminated|Killed)))",
        lines=("[‹1›] ‹4711›", "[‹1›]+ ‹4711› Running   sleep 2", "[‹1›]+  Done     true"),
        source="bash: job control",
        twin=True,
        momentary=True,
    ),
    Kind(
        "thread",
        r"(?<=tid )\d{9,16}\b",
        lines=("[pid ‹10›:tid ‹139879617812352›] AH00094",),
        source="Apache",
        twin=True,
        local=True,
        momentary=True,
    ),
    Kind(
        "row of ps",
        processes(ROW),
        lines=(
            "$ ps: ‹   12› pts/0    ‹00:00:00› bash",
            "$ ps -ef: root  ‹12›  ‹7› ‹0› ‹14:50› pts/0 ‹00:00:00› sh",
            "$ ps aux: root   1 ‹0.3› ‹0.0› ‹2696› ‹1480› ?   Ss   ‹14:47›   ‹0:01› sleep infinity",
            "$ ps -o pid,ppid,comm: ‹12› ‹7› sh",
        ),
        source="ps: what a process took, and when it began",
        command=PS,
    ),
    Kind(
        "row of docker top",
        processes(ROW, "pid"),
        lines=("$ docker top web: root  ‹23538›  ‹23517› ‹0› ‹14:50› ? ‹00:00:00› sleep 300",),
        source="docker top: as ps, with the numbers that processes have on the engine's host",
        command=TOP,
    ),
    Kind(
        "row of top",
        processes(
            r"^ *PID +\S+ +(?:\d+|rt) +-?\d+ +(?P<reading1>\d\S*) +(?P<reading2>\d\S*) +(?P<reading3>\d\S*) [RSDZTI]"
            r" +(?P<reading4>\d+\.\d) +(?P<reading5>\d+\.\d) +(?P<reading6>\d+:\d\d\.\d\d)(?= )"
            r"|(?P<reading7>(?<![\w.])\d+(?:\.\d+)?)(?=\+? (?:total|running|sleeping|free|used"
            r"|buff/cache|avail Mem|us|sy|ni|id|wa|hi|si|st)\b)"
        ),
        lines=(
            "$ top -bn 1: Tasks: ‹135› total, ‹3› running",
            "$ top -bn 1: ‹99› root 20   0 ‹2294104› ‹82216› ‹53744› S ‹10.0›   ‹0.3›   ‹0:01.11› dockerd",
        ),
        source="top: the moment",
        command=r"(?<!docker )(?<!container )\b(?:top|free)\b",
    ),
    Kind(
        "process in a result",
        r"(?<=\| )(?P<process1> *\d+)(?= \|)|^(?P<process2> +\d+)$",
        lines=("$ select now(), pg_backend_pid(): x | ‹      22947› | y",),
        source="PostgreSQL: the server's process",
        command=r"_pid\b|\bpid\b",
    ),
    Kind(
        "process by name",
        r"^(?P<pid>\d+)\b",
        lines=("$ pgrep --list-full sleep: ‹23538› sleep 300",),
        source="pgrep and pidof",
        command=r"\bp(?:grep|idof)\b",
    ),
)
