"""Why an engine elsewhere was not reached, in words of ours, and what to do; from what ssh, TLS or the engine said."""

import re

START = "start Docker, or set DOCKER_HOST; as root on Debian or Ubuntu, make test installs one"
JOIN = "sudo usermod --append --groups docker $USER, then log in again; or set DOCKER_HOST to another"
LOG_IN = "ssh must come through without a question: add your key there (ssh-copy-id), and to the agent here (ssh-add)"
KNOWN = (
    ("no address: .+", "", "mend it; ssh://USER@HOST is one"),
    ("ssh: command not found", "there is no ssh here", "install openssh-client"),
    (
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
        "its host key is another than before",
        "ask whoever runs it whether that is right; if so, ssh-keygen -R its name, log in once, and compare",
    ),
    (
        "Host key verification failed",
        "its host key is not known here",
        "log in once with ssh, and compare the key before you say yes",
    ),
    (
        "UNPROTECTED PRIVATE KEY FILE",
        "others may read your key, so ssh does not use it",
        "chmod 600 the file of the key",
    ),
    (
        r"Permission denied.*\b(password|keyboard-interactive)\b",
        "it takes no key of yours and wants a password",
        LOG_IN,
    ),
    ("Permission denied", "it takes no key of yours", LOG_IN),
    ("Could not resolve hostname", "ssh knows no host of that name", "see the address, and ~/.ssh/config"),
    # Whether a server that has hung up is noticed by reading, by writing or by a reset is chance.
    (
        "RemoteDisconnected|ConnectionResetError|BrokenPipeError",
        "it hangs up without a word",
        "see that it is an engine; one by TLS may want DOCKER_TLS_VERIFY=1, or other files in DOCKER_CERT_PATH",
    ),
    (
        r"Connection (refused|timed out|closed|reset)|No route to host|Network is unreachable|Operation timed out",
        "",
        "see that the machine is up and can be reached from here, or set DOCKER_HOST to another",
    ),
    (
        "administratively prohibited",
        "its sshd forwards no sockets",
        "set AllowStreamLocalForwarding yes in its sshd_config",
    ),
    (
        "open failed",
        "ssh comes through, and finds no engine there",
        "start Docker there, let the user into its group docker, or name the socket: ssh://USER@HOST/PATH",
    ),
    ("certificate has expired", "its certificate has expired", "renew the certificate of the engine"),
    (
        "ostname mismatch|IP address mismatch|doesn't match",
        "its certificate is for another name",
        "use a name that the certificate has",
    ),
    (
        "CERTIFICATE_VERIFY_FAILED",
        "its certificate is signed by somebody else",
        "put the ca.pem of this engine where DOCKER_CERT_PATH or the context has it",
    ),
    (
        "(?i)alert (bad |unknown |expired |revoked )?(certificate|ca)|handshake failure|certificate required",
        "it takes no certificate of yours",
        "put the cert.pem and key.pem of this engine where DOCKER_CERT_PATH or the context has them",
    ),
    (
        "HTTP request to an HTTPS server",
        "it wants TLS",
        "set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder with its certificates",
    ),
    (
        "(?i)wrong.version.number|record layer failure|HTTP response to HTTPS client",
        "it speaks no TLS",
        "unset DOCKER_TLS_VERIFY, or use the port that speaks TLS",
    ),
)
"""A pattern, what it means in our words (nothing: the line is its own reason), and what to do."""


def advice(url: str, said: str) -> tuple[str, str]:
    """Give in one line why none answers at an address, and what to do."""
    if url.startswith("unix:"):
        if "Permission denied" in said:
            return "it is there, and not for this user", JOIN
    else:
        for pattern, reason, remedy in KNOWN:
            if found := re.search(pattern, said):
                return reason or found[0], remedy
    return (said.strip().splitlines() or ["no reason given"])[0][:160], START
