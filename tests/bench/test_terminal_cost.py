"""What the terminal costs."""

import resource
import subprocess
import time
import venv
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from lab.machine import Lab
from lab.terminal.emulator import Size
from lab.terminal.errors import EndlessError
from lab.terminal.terminal import Terminal
from transcripts.prompts import PROMPT_KINDS, Line

pytestmark = [pytest.mark.bench, pytest.mark.engine]

COMMANDS = 500
BYEXAMPLE = "byexample==11.0.0"


def command(text: str) -> tuple[Line, ...]:
    return (Line("$ ", text),)


def byexample(program: Path, folder: Path, commands: int, *options: str) -> float:
    """Give how long byexample takes for a page with that many commands, in seconds."""
    page = folder / f"{commands}.md"
    page.write_text("```shell\n" + "$ true\n" * commands + "```\n", "utf-8")
    start = time.perf_counter()
    done = subprocess.run(
        [program, "-l", "shell", *options, page], capture_output=True, text=True, check=False, cwd=folder
    )
    took = time.perf_counter() - start
    assert f"Pass: {commands} Fail: 0" in done.stdout, done.stdout + done.stderr
    return took


def test_a_trivial_command_costs_less_than_a_millisecond_and_less_than_with_byexample(
    lab: Lab, tmp_path: Path, note: Callable[[str], None]
) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    bin = tmp_path / "venv" / "bin"
    subprocess.run([bin / "python", "-m", "pip", "install", "-qq", BYEXAMPLE], check=True)
    # byexample types into a terminal of its own; one inside the lab would echo all a second time.
    lab.put("quiet", 'stty -echo\nexec /usr/bin/env "$@"\n')
    inside = f"docker exec --interactive --tty {lab._container.id} sh /home/student/quiet %e %p %a"

    def each(*options: str) -> float:
        many, one = (byexample(bin / "byexample", tmp_path, number, *options) for number in (COMMANDS + 1, 1))
        return (many - one) / COMMANDS

    here, theirs = each(), each("-x-shebang", f"shell:{inside}")
    terminal = Terminal(lab.terminal(), Size())
    times = []
    for _ in range(COMMANDS):
        start = time.perf_counter()
        terminal.run(command("true"), PROMPT_KINDS[0])
        times.append(time.perf_counter() - start)
    terminal.close()
    ours = median(times)
    note(f"`true` in a lab: {ours * 1000:.2f} ms, median of {COMMANDS}; byexample in it: {theirs * 1000:.2f} ms")
    note(f"  ratio {ours / theirs:.2f}; byexample without Docker, on this machine: {here * 1000:.2f} ms")
    assert ours <= 0.001
    assert ours < theirs


MEGABYTES = 100


def test_a_long_output_takes_little_memory(lab: Lab, note: Callable[[str], None]) -> None:
    terminal = Terminal(lab.terminal(), Size())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    flood = command(f"head --bytes {MEGABYTES}M /dev/zero | tr '\\0' x | fold")
    with pytest.raises(EndlessError, match="printed more than"):
        terminal.run(flood, PROMPT_KINDS[0])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    terminal.close()
    note(f"{MEGABYTES} MB of output: stopped, with {grown:.0f} MB more memory")
    assert grown < 64
