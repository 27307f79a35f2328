"""A hall: what it is made of, on which port it opens, and what is told where it does not open or does not stay so."""

import io
import signal
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab import addresses, hosting
from lab.__main__ import main
from lab.ends import ENDS
from lab.hall import Hall
from lab.images.engine import Engine, connect
from lab.images.supply import Offer
from lab.notice import code
from tests.conftest import found_settings
from tests.lab.fake_engine import FakeEngine
from tests.lab.test_main import ends
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.keep import store
from transcripts.keep.provenance import Facts
from transcripts.settings import NAME

START = "POST /containers/{id}/start"
ALLOCATED = (
    500,
    "driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is already allocated",
)
IN_USE = (500, "Error starting userland proxy: listen tcp4 0.0.0.0:8000: bind: address already in use")
NOT_OURS = (500, "rootlessport cannot expose privileged port 80: listen tcp 0.0.0.0:80: bind: permission denied")
HALL = '\n[hall]\nrecipe = "hall"\nsuite = "trixie"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a workshop `test` with a hall and a built site, in which make runs."""
    found_settings(tmp_path)
    with (tmp_path / NAME).open("a") as settings:
        settings.write(HALL)
    for path, text in (
        ("images/hall/Dockerfile", ""),
        ("site/index.html", "home"),
        ("site/a/b.css", ""),
        ("docs/a", ""),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def opened(folder: Path, fake: FakeEngine) -> Callable[..., Hall]:
    """Open a hall on an engine that has its images."""
    for tag in ("test/stock:1", "test/hall:1"):
        fake.image(tag)
    engine = Engine(connect(), "test")
    return lambda *ports: Hall(
        engine, Offer("test/stock:1", "test/hall:1"), "run", folder / "site", ports or (80, 8000)
    )


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator["Room"]:
    """Where this machine is each time that it is looked, until the teacher presses Ctrl-C."""
    # Who runs the tests may ignore some of them, as nohup does, and a shell in its background.
    before = {each: signal.signal(each, signal.SIG_DFL) for each in ENDS}
    yield Room(monkeypatch)
    for each, handler in before.items():
        signal.signal(each, handler)


class Room:
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.at: list[tuple[str, ...]] = [("10.0.0.9",)]
        patch.setattr(addresses, "here", lambda: self.at[0])
        patch.setattr(Hall, "wait", lambda hall, host: None)
        patch.setattr(time, "sleep", self._pass)

    def _pass(self, seconds: float) -> None:
        if len(self.at) == 1:
            signal.raise_signal(signal.SIGINT)
        self.at.pop(0)


def site_of(fake: FakeEngine) -> tarfile.TarFile:
    [(_, path, packed)] = fake.put[-1:]
    assert path == "/srv/site"
    return tarfile.open(fileobj=io.BytesIO(packed))


def test_only_the_door_can_be_reached_and_nobody_can_write_to_the_registry(
    opened: Callable[..., Hall], fake: FakeEngine
) -> None:
    opened(8000)
    registry, door = fake.created
    assert registry["HostConfig"]["ReadonlyRootfs"]
    assert not registry["HostConfig"].get("PortBindings")
    assert door["HostConfig"]["PortBindings"] == {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8000"}]}


def test_the_site_is_inside_and_everybody_may_read_it(
    folder: Path, opened: Callable[..., Hall], fake: FakeEngine
) -> None:
    (folder / "site" / "index.html").chmod(0o600)
    opened()
    with site_of(fake) as site:
        assert {entry.name: (entry.mode, entry.uid) for entry in site} == {
            ".": (0o755, 0),
            "./a": (0o755, 0),
            "./a/b.css": (0o644, 0),
            "./index.html": (0o644, 0),
        }


@pytest.mark.parametrize("refusal", [ALLOCATED, IN_USE, NOT_OURS])
def test_a_port_that_is_taken_is_passed_over(
    refusal: tuple[int, str], opened: Callable[..., Hall], fake: FakeEngine
) -> None:
    fake.fails[START] = [None, refusal]
    assert opened(80, 8000).port == 8000
    assert len(fake.containers) == 2, "what could not be started is gone"


def test_that_no_port_is_free_is_told(opened: Callable[..., Hall], fake: FakeEngine) -> None:
    fake.fails[START] = [None, ALLOCATED, IN_USE]
    with told(LabError, "port 80, 8000", "is taken, or not for this user", "name another one: make hall PORT=8123"):
        opened(80, 8000)


def test_what_else_an_engine_says_is_told_as_it_is(opened: Callable[..., Hall], fake: FakeEngine) -> None:
    fake.fails[START] = [None, (500, "no such runtime")]
    with told(LabError, "hall", "does not start: no such runtime", "run it again"):
        opened()


def test_without_a_site_nothing_is_made(folder: Path, opened: Callable[..., Hall], fake: FakeEngine) -> None:
    (folder / "site" / "index.html").unlink()
    with told(LabError, "site/", "has no site", "build it first: make site"):
        opened()
    assert fake.left == []


def test_a_hall_that_does_not_answer_is_told(opened: Callable[..., Hall], monkeypatch: pytest.MonkeyPatch) -> None:
    hall = opened(1)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with told(LabError, "hall", "does not answer at 127.0.0.1:1", "see that no firewall closes the port"):
        hall.wait("127.0.0.1", iter(range(0, 100, 20)).__next__)


def test_a_part_that_has_ended_is_told_with_what_it_said(opened: Callable[..., Hall], fake: FakeEngine) -> None:
    fake.says["nginx"] = (1, b"host not found in upstream\n")
    hall = opened()
    hall.check()
    fake.created[1]["Args"] = ["nginx"]
    fake.created[1]["State"] = {"Running": False, "ExitCode": 1, "Status": "exited"}
    with told(LabError, "hall", "is closed: a part of it has ended", "run it again", "host not found in upstream"):
        hall.check()


def test_an_engine_that_is_gone_is_told(opened: Callable[..., Hall], fake: FakeEngine) -> None:
    hall = opened()
    fake.stop()
    with told(LabError, "hall", "is closed: .+", "run it again"):
        hall.check()


def test_it_is_open_until_ctrl_c_and_leaves_nothing(
    folder: Path, fake: FakeEngine, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["hall"])
    assert fake.left == []
    assert {build["tag"].split(":")[0] for build in fake.builds} == {
        f"test/{name}" for name in ("hall", "mirror", "postgres", "python")
    }, "no machine of a lab is needed"
    out = capsys.readouterr().out
    assert "  site       http://10.0.0.9/\n" in out
    assert "first" not in out, "the site has no page for it"
    assert "\033" not in out, "no code where there is no terminal"
    assert out.endswith("workshop: the hall is closed\n")


def test_a_terminal_gets_the_code_too(
    folder: Path, fake: FakeEngine, room: Room, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    main(["hall"])
    out = capsys.readouterr().out
    assert f"\n{code('10.0.0.9', 80)}\n  Ctrl-C closes the hall.\n" in out


@pytest.mark.parametrize("end", ENDS)
def test_any_signal_to_end_closes_it(end: signal.Signals, folder: Path, fake: FakeEngine, room: Room) -> None:
    room._pass = lambda seconds: signal.raise_signal(end)  # type: ignore[method-assign]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", room._pass)
        main(["hall"])
    assert fake.left == []


def test_an_address_that_changes_is_told_anew(
    folder: Path, fake: FakeEngine, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    room.at = [("10.0.0.9",), ("10.0.0.9",), (), ("10.0.0.7", "10.1.0.9")]
    main(["hall"])
    out = capsys.readouterr().out
    assert out.count("http://10.0.0.9/\n") == 1
    assert "workshop: this machine is no longer at 10.0.0.9\n\n  This machine is on no network." in out
    assert "  site       http://10.0.0.7/\n" in out
    assert "  also at    10.1.0.9; make hall ADDRESS=10.1.0.9 tells that one\n" in out


def test_an_address_that_was_asked_for_is_told_while_it_is_there(
    folder: Path, fake: FakeEngine, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    room.at = [("10.0.0.9", "10.1.0.9"), ("10.0.0.9",)]
    (folder / "site" / "hall.html").write_text("")
    main(["hall", "--address=10.1.0.9", "--port=8123"])
    out = capsys.readouterr().out
    assert "  first      http://10.1.0.9:8123/hall.html says what each student does once\n" in out
    assert "  site       http://10.1.0.9:8123/\n" in out
    assert "no longer at 10.1.0.9; students name its new address\n\n  site       http://10.0.0.9:8123/\n" in out


def test_pages_that_show_other_digests_are_told(
    folder: Path, fake: FakeEngine, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "docs" / "a.md").write_text("")
    other = Facts(images={"postgres:17": "sha256:1", "alpine:3": "sha256:2"})
    store.save(store.folder_of(folder / store.FOLDER, "a.md"), {}, other)
    main(["hall"])
    assert "workshop: pages show other digests of alpine:3, postgres:17 than" not in (out := capsys.readouterr().out)
    assert "workshop: pages show other digests of postgres:17 than students will see" in out


def test_images_that_cannot_be_made_are_told_with_what_to_do_before(folder: Path, fake: FakeEngine, room: Room) -> None:
    fake.fails["POST /images/{id}/push"] = [(500, "no network")] * 60
    assert ends("hall") == "images: no network\n  to make its images, make hall needs a network once; run it again"
    assert fake.left == []


def test_an_engine_elsewhere_wants_an_address(
    folder: Path, fake: FakeEngine, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosting, "LOCAL", ("npipe:",))
    assert ends("hall") == (
        "make hall: the engine is on another machine\n  say its address: make hall ADDRESS=192.168.1.20"
    )
    main(["hall", "--address=10.0.0.200"])


def test_what_is_asked_for_is_looked_at_first(folder: Path, fake: FakeEngine, room: Room) -> None:
    assert ends("hall", "--port=http").startswith("PORT=http: is no port\n")
    assert ends("hall", "--address=http://10.0.0.9").startswith("ADDRESS=http://10.0.0.9: is neither an address nor")
    assert fake.created == []


@pytest.mark.parametrize("asked", ["10.9.9.9", "hall.lan"])
def test_what_is_none_of_its_addresses_is_told_all_the_same(
    asked: str, folder: Path, fake: FakeEngine, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    room.at = [("10.0.0.9",), ("10.0.0.9",), ()]
    main(["hall", f"--address={asked}"])
    out = capsys.readouterr().out
    assert f"workshop: {asked} is none of this machine's addresses (10.0.0.9); it is told all the same\n" in out
    assert out.count("  site       ") == out.count(f"  site       http://{asked}/\n") == 1


def test_a_workshop_without_a_hall_is_told(folder: Path, fake: FakeEngine) -> None:
    found_settings(folder)
    assert ends("hall") == ('workshop.toml: hall: is missing\n  add [hall], with recipe = "hall" and suite = "trixie"')
