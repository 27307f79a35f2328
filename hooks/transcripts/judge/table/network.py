"""Where something is reached: addresses, ports and interfaces that an engine or a kernel gave."""

from transcripts.judge.kind import Kind

EPHEMERAL = r"(?:3276[89]|327[7-9]\d|32[89]\d\d|3[3-9]\d{3}|[45]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"
BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
SHARED = r"100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])"
PRIVATE = rf"(?:10\.{BYTE}|172\.(?:1[6-9]|2\d|3[01])|192\.168|169\.254|{SHARED})(?:\.{BYTE}){{2}}"
PUBLIC = rf"(?!0\.|127\.|255\.){BYTE}(?:\.{BYTE}){{3}}"

NETWORK = (
    Kind(
        "mac",
        r"\b[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}\b",
        ("02:42:ac:11:00:02",),
        ("02:42",),
        "Docker: of a network interface",
        twin=True,
    ),
    Kind(
        "address",
        rf"(?<![\d.])(?<!ersion )(?<![\w)]/){PRIVATE}(?!\d|\.\d)"
        rf"|(?<=\()(?:{PUBLIC})(?=\))|\b(?:from|Trying|Address:|has address|inet|src|via) ({PUBLIC})(?!\d|\.\d)",
        ("172.17.0.2", "10.0.0.7", "192.168.240.4"),
        (
            "0.0.0.0",
            "127.0.0.1",
            "1.2.3",
            "1.2.3.4.5",
            "28.5.2",
            "version 10.2.3.4",
            "1.2.3.4",
            "10.0.01.2",
            "nginx/10.2.3.4",
        ),
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
        "loopback",
        r"(?<=tcp )(?:127\.0\.0\.1|\[::1\])",
        (),
        ("127.0.0.1:5999", "[::1]:5999", "lookup hall on 127.0.0.11:53"),
        "Go: of two addresses that fail it tells the first, which RFC 6724 chooses by whether there is IPv6",
        ("Get x: dial tcp ‹[::1]›:5999: connect", "Get x: dial tcp ‹127.0.0.1›:5999: connect"),
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
        "interface",
        r"\bveth[0-9a-f]{6,8}\b",
        ("veth1a2b3c4",),
        ("veth", "vethernet"),
        "Docker: the outer end of a container's network",
        twin=True,
    ),
    Kind(
        "interface number",
        r"(?<=@if)\d+|^(\d+)(?=: [\w.-]+@)|^(\d+)(?=: (?:veth|br-|docker))",
        (),
        ("1: lo",),
        "ip: counted on the host",
        ("‹7›: eth0@if‹8›: <UP>", "‹3›: docker0: <UP>"),
        twin=True,
        local=True,
        momentary=True,
    ),
)
