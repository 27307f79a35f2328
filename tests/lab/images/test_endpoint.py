"""Which engine is meant is found out as docker's own command line does, from the environment and the user's files."""

import json
from pathlib import Path
from typing import Any

import pytest

from lab.images.endpoint import SOCKET, Address, Certificates, overruled, resolve
from tests.lab.told import told
from transcripts.errors import LabError

OF_MINE = "3fd30542fe3f61b14bd4a4b2dc0b6fb30fa6f63ebce52dd1778aaa8c4dc02cff"
"""The folder in which `docker context create mine` keeps what it knows."""


class User:
    """A user with a folder of docker's, and an environment."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.docker = home / ".docker"
        self.docker.mkdir()
        self.environment: dict[str, str] = {}

    def uses(self, context: str) -> None:
        (self.docker / "config.json").write_text(json.dumps({"currentContext": context}), "utf-8")

    def has(self, host: str = "ssh://me@there", *files: str, **endpoint: Any) -> Path:
        """Make the context `mine`, and give the folder of its certificates."""
        meta = self.docker / "contexts/meta" / OF_MINE / "meta.json"
        meta.parent.mkdir(parents=True)
        known = {"Name": "mine", "Metadata": {}, "Endpoints": {"docker": {"Host": host, **endpoint}}}
        meta.write_text(json.dumps(known), "utf-8")
        return self.keeps(self.docker / "contexts/tls" / OF_MINE / "docker", *files)

    def keeps(self, folder: Path, *files: str) -> Path:
        for file in files:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / file).touch()
        return folder

    def asks(self, given: str | None = None, **environment: str) -> Address:
        return resolve(environment, given)


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> User:
    """A user of whom nothing is known yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return User(tmp_path)


ALL = ("ca.pem", "cert.pem", "key.pem")
THERE = "tcp://there:2376"


def of(folder: Path, *, verify: bool = True) -> Certificates:
    return Certificates(folder / "ca.pem", (folder / "cert.pem", folder / "key.pem"), verify)


class TestWhichOneIsAsked:
    """DOCKER_HOST, then DOCKER_CONTEXT, then the context in use, then the local socket."""

    def test_where_nothing_is_said_the_local_one(self, user: User) -> None:
        assert user.asks() == Address(SOCKET)
        user.uses("default")
        assert user.asks(DOCKER_HOST="", DOCKER_CONTEXT="") == Address(SOCKET)

    def test_the_context_in_use(self, user: User) -> None:
        user.has()
        user.uses("mine")
        assert user.asks() == Address("ssh://me@there")

    def test_a_context_that_the_environment_names_also_without_a_file_of_settings(self, user: User) -> None:
        user.has()
        assert user.asks(DOCKER_CONTEXT="mine") == Address("ssh://me@there")

    def test_a_context_that_the_environment_names_goes_before_the_one_in_use(self, user: User) -> None:
        user.has()
        user.uses("mine")
        assert user.asks(DOCKER_CONTEXT="default") == Address(SOCKET)

    def test_the_files_are_where_docker_has_them(self, user: User) -> None:
        user.has()
        moved = user.docker.rename(user.home / "elsewhere")
        assert user.asks(DOCKER_CONTEXT="mine", DOCKER_CONFIG=str(moved)) == Address("ssh://me@there")

    def test_what_is_given_goes_before_everything(self, user: User) -> None:
        user.has()
        assert user.asks(THERE, DOCKER_HOST="ssh://x", DOCKER_CONTEXT="mine") == Address(THERE)

    @pytest.mark.parametrize("text", ["", "{", "[]", "\xff"])
    def test_settings_that_cannot_be_read_name_none(self, text: str, user: User) -> None:
        (user.docker / "config.json").write_text(text, "latin-1")
        assert user.asks() == Address(SOCKET)

    def test_a_context_that_is_missing_or_broken_is_told(self, user: User) -> None:
        with told(LabError, "Docker Engine", "the context mine does not exist", "see docker context ls, .+"):
            user.asks(DOCKER_CONTEXT="mine")
        user.uses("mine")
        user.has()
        [meta] = user.docker.glob("contexts/meta/*/meta.json")
        meta.write_text("{", "utf-8")
        with told(LabError, "Docker Engine", "the context mine does not exist", "see docker context ls, .+"):
            user.asks()


class TestTwoThatDisagree:
    """DOCKER_HOST goes before a context, as with docker, and that is said."""

    SAID = "DOCKER_HOST (tcp://there:2376) goes before the context mine"

    def test_the_one_that_is_named(self, user: User) -> None:
        user.has()
        both = {"DOCKER_HOST": THERE, "DOCKER_CONTEXT": "mine"}
        assert user.asks(**both) == Address(THERE, overruled="mine")
        assert overruled(both) == self.SAID

    def test_the_one_in_use(self, user: User) -> None:
        user.has()
        user.uses("mine")
        assert overruled({"DOCKER_HOST": THERE}) == self.SAID

    def test_one_that_is_not_there_is_none_of_ours(self, user: User) -> None:
        user.uses("mine")
        assert overruled({"DOCKER_HOST": THERE}) == self.SAID

    def test_two_that_agree_are_not_worth_a_word(self, user: User) -> None:
        user.has(THERE)
        user.uses("mine")
        assert overruled({"DOCKER_HOST": THERE}) == ""

    def test_one_alone_is_not_either(self, user: User) -> None:
        user.has()
        assert overruled({"DOCKER_CONTEXT": "mine"}) == ""
        assert overruled({"DOCKER_HOST": THERE}) == ""
        assert overruled({"DOCKER_HOST": THERE, "DOCKER_CONTEXT": "default"}) == ""


class TestCertificates:
    """Of the environment for what the environment names, of a context for that context."""

    def test_those_of_the_folder_that_is_named(self, user: User) -> None:
        folder = user.keeps(user.home / "mine", *ALL)
        asked = {"DOCKER_HOST": THERE, "DOCKER_CERT_PATH": str(folder)}
        assert user.asks(**asked, DOCKER_TLS_VERIFY="1").certificates == of(folder)
        assert user.asks(**asked, DOCKER_TLS="1").certificates == of(folder, verify=False)
        assert user.asks(**asked).certificates is None, "as docker has it"
        assert user.asks(**asked, DOCKER_TLS_VERIFY="").certificates is None

    def test_those_of_the_user_where_no_folder_is_named(self, user: User) -> None:
        user.keeps(user.docker, *ALL)
        assert user.asks(DOCKER_HOST=THERE, DOCKER_TLS_VERIFY="1").certificates == of(user.docker)

    def test_an_engine_that_wants_to_see_none(self, user: User) -> None:
        folder = user.keeps(user.home / "mine", "ca.pem")
        found = user.asks(DOCKER_HOST=THERE, DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=str(folder))
        assert found.certificates == Certificates(folder / "ca.pem", None, verify=True)

    @pytest.mark.parametrize("url", ["unix:///var/run/docker.sock", "ssh://me@there"])
    def test_what_needs_none_is_asked_without(self, url: str, user: User) -> None:
        assert user.asks(DOCKER_HOST=url, DOCKER_TLS_VERIFY="1") == Address(url)

    def test_those_of_a_context_are_its_own(self, user: User) -> None:
        folder = user.has(THERE, *ALL)
        found = user.asks(DOCKER_CONTEXT="mine", DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH="/nowhere")
        assert found == Address(THERE, of(folder))

    def test_a_context_without_any_is_asked_without(self, user: User) -> None:
        user.has(THERE, SkipTLSVerify=False)
        assert user.asks(DOCKER_CONTEXT="mine").certificates is None

    def test_a_context_that_looks_at_none(self, user: User) -> None:
        user.has(THERE, SkipTLSVerify=True)
        assert user.asks(DOCKER_CONTEXT="mine").certificates == Certificates(None, None, verify=False)

    @pytest.mark.parametrize(
        ("named", "place"), [({"DOCKER_CERT_PATH": "/nowhere"}, "DOCKER_CERT_PATH"), ({}, "DOCKER_TLS_VERIFY")]
    )
    def test_a_folder_without_the_files_is_told(self, named: dict[str, str], place: str, user: User) -> None:
        with told(LabError, place, "there is no ca.pem in .+", "put ca.pem, cert.pem, key.pem .+ DOCKER_CERT_PATH"):
            user.asks(DOCKER_HOST=THERE, DOCKER_TLS_VERIFY="1", **named)

    @pytest.mark.parametrize(("there", "lacking"), [("cert.pem", "key.pem"), ("key.pem", "cert.pem")])
    def test_a_certificate_without_its_key_is_told(self, there: str, lacking: str, user: User) -> None:
        user.has(THERE, there)
        with told(LabError, "Docker Engine", f"there is no {lacking} in .+", "a certificate and its key go together"):
            user.asks(DOCKER_CONTEXT="mine")
