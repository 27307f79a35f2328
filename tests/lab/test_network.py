"""The machines of a page without an engine to run them on: what is on its network, and that nothing of it stays."""

from pathlib import Path

import pytest

from lab.images.engine import Engine, connect
from lab.images.supply import Source, Supply
from lab.network import Network
from tests.conftest import found_settings
from tests.lab.fake_engine import FakeEngine, Thing
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.page.blocks import Machine

TWO = (Machine("web", "docker"), Machine("db", "bare"))
SUPPLY = Supply({"docker": "test/lab:1", "bare": "test/bare:1"}, "test/stock:1", {}, {})


class Bench:
    """Makes networks of the workshop `test`."""

    def __init__(self, fake: FakeEngine, folder: Path) -> None:
        self.fake = fake
        self.settings = found_settings(folder)
        self.engine = Engine(connect(), "test")
        for tag in (*SUPPLY.machines.values(), SUPPLY.stock):
            fake.image(tag, Volumes={"/var/lib": {}})
        fake.says["until nsenter"] = (0, b"28.5.2 28.5.3 linux/amd64\next4\n")

    def network(self, source: Source = Source.MIRROR) -> Network:
        return Network(self.engine, self.settings, SUPPLY, "run", print, source=source)

    @property
    def by_alias(self) -> dict[str, Thing]:
        """What is on the one network, by the name under which it is found there."""
        [network] = self.fake.networks.values()
        on = [(each, each["NetworkSettings"]["Networks"][network["Name"]]) for each in self.fake.containers.values()]
        return {alias: each for each, endpoint in on for alias in endpoint["Aliases"]}


@pytest.fixture
def bench(fake: FakeEngine, tmp_path: Path) -> Bench:
    """An engine with all images."""
    return Bench(fake, tmp_path)


def test_machines_and_mirror_find_each_other_by_name_and_run(bench: Bench) -> None:
    with bench.network() as network:
        labs = network.labs(TWO)
        assert list(labs) == ["web", "db"]
        assert sorted(bench.by_alias) == ["db", "mirror", "web"]
        assert all(each["State"]["Running"] for each in bench.by_alias.values())


def test_each_machine_has_the_image_of_its_kind(bench: Bench) -> None:
    with bench.network() as network:
        network.labs(TWO)
        images = {name: each["Config"]["Image"] for name, each in bench.by_alias.items()}
    assert images == {"web": "test/lab:1", "db": "test/bare:1", "mirror": "test/stock:1"}


def test_each_machine_is_waited_for_and_one_with_an_engine_tells_what_that_is(bench: Bench) -> None:
    with bench.network() as network:
        labs = network.labs(TWO)
        assert (labs["web"].has_engine, labs["db"].has_engine) == (True, False)
        assert bench.fake.asked.count("POST /containers/{id}/exec") == 2
        assert labs["web"].versions["engine"] == "28.5.2"
        assert labs["db"].versions["engine"] == ""


def test_everything_carries_the_labels_of_the_run(bench: Bench) -> None:
    with bench.network() as network:
        network.labs(TWO)
        assert bench.engine.remove_run("run") == 4
        assert bench.fake.left == []


@pytest.mark.parametrize(("source", "there"), [(Source.MIRROR, ["db", "mirror", "web"]), (Source.HUB, ["db", "web"])])
def test_machines_know_where_to_pull_from_and_the_mirror_is_there_only_for_that(
    source: Source, there: list[str], bench: Bench
) -> None:
    with bench.network(source) as network:
        network.labs(TWO)
        assert sorted(bench.by_alias) == there
        for name in ("web", "db"):
            config = bench.by_alias[name]["Config"]
            assert config["Cmd"][-2:] == [source.value, ""]
            assert not config.get("Env"), "a page would see it"


def test_one_mirror_serves_machines_that_come_later(bench: Bench) -> None:
    with bench.network() as network:
        network.labs(TWO[:1])
        network.labs(TWO[1:])
        assert sorted(bench.by_alias) == ["db", "mirror", "web"]
        assert len(bench.fake.containers) == 3


def test_two_pages_at_once_have_a_network_each(bench: Bench) -> None:
    with bench.network() as one, bench.network() as other:
        one.labs(TWO)
        other.labs(TWO)
        assert len({network["Name"] for network in bench.fake.networks.values()}) == 2
        assert all(len(each["NetworkSettings"]["Networks"]) == 1 for each in bench.fake.containers.values()), (
            "no machine is on both"
        )
    assert bench.fake.left == []


def test_nothing_stays(bench: Bench) -> None:
    network = bench.network()
    network.labs(TWO)
    network.close()
    assert bench.fake.left == []
    network.close()


def test_what_is_gone_already_does_not_keep_the_rest(bench: Bench) -> None:
    network = bench.network()
    network.labs(TWO)
    bench.engine.client.containers.list()[1].remove(force=True, v=True)
    network.close()
    assert bench.fake.left == []


FULL = (500, "all predefined address pools have been fully subnetted")


@pytest.mark.parametrize(
    ("call", "comes", "place"),
    [
        ("POST /networks/create", [FULL], "network"),
        ("POST /containers/create", [FULL], "web"),
        ("POST /containers/create", [None, FULL], "db"),
        ("POST /containers/create", [None, None, FULL], "mirror"),
        ("POST /networks/{id}/connect", [FULL], "mirror"),
        ("POST /containers/{id}/start", [None, None, FULL], "mirror"),
    ],
)
def test_one_that_fails_half_way_is_told_with_its_place_and_leaves_nothing(
    call: str, comes: list[tuple[int, str] | None], place: str, bench: Bench
) -> None:
    bench.fake.fails[call] = comes
    remedy = "run it again; make clean removes old images"
    with told(LabError, place, "does not start: .+fully subnetted", remedy), bench.network() as network:
        network.labs(TWO)
    assert bench.fake.left == []


def test_a_machine_that_is_refused_or_does_not_come_up_leaves_nothing_either(bench: Bench) -> None:
    bench.fake.fails["POST /containers/{id}/start"] = [None, FULL, FULL]
    with pytest.raises(LabError, match=r"^db: the engine refuses it: "), bench.network() as network:
        network.labs(TWO)
    assert bench.fake.left == []

    bench.fake.says["until nsenter"] = (124, b"")
    with pytest.raises(LabError, match=r"^web: its engine did not answer"), bench.network() as network:
        network.labs(TWO)
    assert bench.fake.left == []


def test_a_machine_of_an_image_that_somebody_removed_is_told(bench: Bench) -> None:
    bench.engine.client.images.remove("test/lab:1")
    remedy = "run it again; make clean removes old images"
    with told(LabError, "web", "does not start: No such image: test/lab:1", remedy), bench.network() as network:
        network.labs(TWO)


def test_an_engine_that_goes_is_told_and_does_not_matter_at_the_end(bench: Bench) -> None:
    network = bench.network()
    bench.fake.stop()
    with told(LabError, "web", "does not start: .+", "run it again; make clean removes old images"), network:
        network.labs(TWO)


def test_a_host_that_lacks_the_parser_of_its_apparmor_is_told_what_to_install(bench: Bench) -> None:
    said = "AppArmor enabled on system but the docker-default profile could not be loaded"
    bench.fake.fails["POST /containers/create"] = (500, f"{said}: running `apparmor_parser` failed\nerror: exec")
    remedy = "install apparmor on the engine's host, then run it again"
    with told(LabError, "web", f"does not start: {said}: .*", remedy), bench.network() as network:
        network.labs(TWO)
    assert bench.fake.left == []


def test_a_machine_that_dies_for_a_reason_that_it_knows_is_told_with_what_to_do(bench: Bench) -> None:
    bench.fake.fails["POST /containers/{id}/exec"] = (409, "container is not running")
    bench.fake.says["2048"] = (1, b"mkdir: no\ntrouble: its host delegates no groups; see to it\n")
    with told(LabError, "web", "its host delegates no groups", "see to it"), bench.network() as network:
        network.labs(TWO)
    assert bench.fake.left == []


def test_a_machine_that_dies_while_its_engine_starts_is_told_and_nothing_stays(bench: Bench) -> None:
    bench.fake.fails["POST /containers/{id}/exec"] = (409, "container is not running\nsince it died")
    bench.fake.says["2048"] = (1, b"mount: permission denied\n")
    problem = "is gone while it starts: container is not running"
    with told(LabError, "web", problem, "run it again", "mount: permission denied"), bench.network() as network:
        network.labs(TWO)
    assert bench.fake.left == []


def test_what_an_engine_says_in_several_lines_is_told_in_one(bench: Bench) -> None:
    bench.fake.fails["POST /containers/{id}/start"] = (500, "failed to create shim\nrunc did not terminate")
    problem = "the engine refuses it: failed to create shim"
    with told(LabError, "web", problem, "the engine must allow .+"), bench.network() as network:
        network.labs(TWO)
