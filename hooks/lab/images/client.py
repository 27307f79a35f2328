"""The SDK's client of an engine, here or elsewhere: by a socket, by TLS, or by ssh."""

import os
import ssl
import weakref
from contextlib import ExitStack
from typing import Any

import docker
from docker.errors import APIError, DockerException
from docker.tls import TLSConfig
from requests.adapters import HTTPAdapter
from urllib3.util.ssl_ import create_urllib3_context

from lab.images.advice import advice
from lab.images.endpoint import Address, Certificates, resolve
from lab.images.tunnel import Tunnel, TunnelError
from transcripts.errors import LabError

PATIENCE = 120
"""Seconds that an engine may take to answer a call."""
CONNECTED = 20
"""Seconds that one over a network may take to answer the first."""


class _AsDocker(HTTPAdapter):
    """Takes the certificates that docker takes: from 3.13 on Python asks of an authority's to say what its key is for.

    Those that Docker's documentation has people make do not say it.
    """

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        context = create_urllib3_context()
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        super().init_poolmanager(*arguments, ssl_context=context, **options)


class _Api(docker.APIClient):
    """The SDK's, which would take REQUESTS_CA_BUNDLE for the authority of an engine that has one of its own."""

    def mount(self, prefix: Any, adapter: Any) -> None:
        super().mount(prefix, _AsDocker() if prefix == "https://" else adapter)

    def merge_environment_settings(self, *arguments: Any) -> Any:
        return {**super().merge_environment_settings(*arguments), "verify": self.verify}


class _Client(docker.DockerClient):
    """The SDK's, with a way to the engine that ends with it."""

    def __init__(self, address: Address) -> None:
        held = ExitStack()
        self._end = weakref.finalize(self, held.close)
        url, tls = address.url, _tls(address.certificates)
        try:
            if url.startswith("ssh://"):
                tunnel = Tunnel(url)
                held.callback(tunnel.close)
                url = tunnel.address
            try:
                # One that is not there over a network is not waited for as one that has much to do.
                self.api = _Api(base_url=url, tls=tls, timeout=CONNECTED if url.startswith("tcp:") else PATIENCE)
                self.api.timeout = PATIENCE
                self.ping()
            except DockerException as error:
                if said := tunnel.said() if url != address.url else "":
                    raise TunnelError(said) from error
                raise
        except BaseException:
            self._end()
            raise

    def close(self) -> None:
        super().close()
        self._end()


def connect(address: str | None = None) -> docker.DockerClient:
    """Give a client of the engine at an address, or the one that DOCKER_HOST or the context in use names.

    Raises LabError if none answers.
    """
    found = resolve(os.environ, address)
    try:
        return _Client(found)
    except (DockerException, OSError, ValueError, TunnelError) as error:
        reason, remedy = advice(found.url, _said(error))
        raise LabError("Docker Engine", f"none answers at {found.url} ({reason})", remedy) from None


def explained(error: BaseException) -> str:
    """Give in one line what an engine said."""
    return _said(error).split("\n")[0][:160]


def _said(error: BaseException) -> str:
    return str(error.explanation if isinstance(error, APIError) and error.explanation else error).strip()


def _tls(certificates: Certificates | None) -> TLSConfig | bool:
    if certificates is None:
        return False
    own, authority = certificates.own, certificates.authority
    return TLSConfig(
        client_cert=(str(own[0]), str(own[1])) if own else None,
        ca_cert=str(authority) if authority else None,
        verify=certificates.verify,
    )


def remedy(said: str, otherwise: str) -> str:
    """Give what to do about what an engine said, where that is known."""
    return "install apparmor on the engine's host, then run it again" if "docker-default profile" in said else otherwise
