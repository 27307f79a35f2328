"""What ssh, TLS and engines say is told in words that help. The texts are those that OpenSSH 9.2, OpenSSL 3.0, the SDK
and Go's TLS really say."""

import pytest

from lab.images.advice import START, advice

SSH = {
    "Host key verification failed.": ("its host key is not known here", "log in once"),
    "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n...\nHost key verification failed.": (
        "its host key is another than before",
        "ssh-keygen -R",
    ),
    "me@there: Permission denied (publickey,password).": ("it takes no key of yours and wants a password", "ssh-add"),
    "me@there: Permission denied (publickey,keyboard-interactive).": (
        "it takes no key of yours and wants a password",
        "ssh-copy-id",
    ),
    "@ WARNING: UNPROTECTED PRIVATE KEY FILE! @\n...\nme@there: Permission denied (publickey,password).": (
        "others may read your key, so ssh does not use it",
        "chmod 600",
    ),
    "me@there: Permission denied (publickey).": ("it takes no key of yours", "ssh-add"),
    "ssh: Could not resolve hostname there: Name or service not known": (
        "ssh knows no host of that name",
        "~/.ssh/config",
    ),
    "ssh: connect to host there port 22: Connection refused": ("Connection refused", "is up"),
    "ssh: connect to host there port 22: Connection timed out": ("Connection timed out", "is up"),
    "ssh: connect to host there port 22: No route to host": ("No route to host", "is up"),
    "Connection timed out during banner exchange": ("Connection timed out", "is up"),
    "channel 1: open failed: connect failed: open failed": ("ssh comes through, and finds no engine there", "group"),
    "channel 1: open failed: administratively prohibited: open failed": (
        "its sshd forwards no sockets",
        "AllowStreamLocalForwarding",
    ),
}
TLS = {
    "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)": (
        "its certificate has expired",
        "renew",
    ),
    "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate": (
        "its certificate is signed by somebody else",
        "ca.pem",
    ),
    "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: IP address mismatch, certificate is not valid for": (
        "its certificate is for another name",
        "a name that",
    ),
    "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for": (
        "its certificate is for another name",
        "a name that",
    ),
    "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] tlsv13 alert certificate required (_ssl.c:2576)": (
        "it takes no certificate of yours",
        "key.pem",
    ),
    "[SSL: SSLV3_ALERT_BAD_CERTIFICATE] sslv3 alert bad certificate (_ssl.c:2576)": (
        "it takes no certificate of yours",
        "key.pem",
    ),
    "[SSL: TLSV1_ALERT_UNKNOWN_CA] tlsv1 alert unknown ca (_ssl.c:2576)": (
        "it takes no certificate of yours",
        "key.pem",
    ),
    '400 Client Error: Bad Request ("Client sent an HTTP request to an HTTPS server.")': ("it wants TLS", "TLS_VERIFY"),
    "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)": ("it speaks no TLS", "unset DOCKER_TLS_VERIFY"),
    "('Connection aborted.', RemoteDisconnected('Remote end closed connection'))": (
        "it hangs up without a word",
        "DOCKER_CERT_PATH",
    ),
    "('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))": (
        "it hangs up without a word",
        "DOCKER_CERT_PATH",
    ),
    "('Connection aborted.', BrokenPipeError(32, 'Broken pipe'))": ("it hangs up without a word", "DOCKER_CERT_PATH"),
}


@pytest.mark.parametrize(("url", "said"), [*(("ssh://there", said) for said in SSH), *(("tcp://a:1", x) for x in TLS)])
def test_what_is_known_is_told_with_what_to_do(url: str, said: str) -> None:
    reason, remedy = advice(url, said)
    expected, part = (SSH | TLS)[said]
    assert reason == expected
    assert part in remedy
    assert "\n" not in reason + remedy


def test_what_is_not_known_is_told_as_it_was_said() -> None:
    assert advice("tcp://there:1", "something\nelse") == ("something", START)
    assert advice("ssh://there", " \n") == ("no reason given", START)
    assert len(advice("ssh://there", "x" * 999)[0]) == 160


def test_of_an_engine_here_that_is_not_for_everybody_it_is_said_how_to_join() -> None:
    said = "('Connection aborted.', PermissionError(13, 'Permission denied'))"
    reason, remedy = advice("unix:///var/run/docker.sock", said)
    assert reason == "it is there, and not for this user"
    assert remedy.startswith("sudo usermod --append --groups docker ")


def test_of_an_engine_here_it_is_said_how_to_start_it() -> None:
    said = "('Connection aborted.', ConnectionRefusedError(111, 'Connection refused'))"
    assert advice("unix:///var/run/docker.sock", said) == (said, START)
