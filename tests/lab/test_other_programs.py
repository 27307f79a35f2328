"""Programs as Debian has them, each with a prompt of its own, in a lab."""

from collections.abc import Iterator

import pytest

from lab.machine import Lab
from lab.terminal.session import Session
from tests.lab.conftest import SETTINGS
from transcripts.page import page
from transcripts.transcript import Step

PACKAGES = "zsh irb redis-server lua5.4 ipython3 sqlite3"
PAGE = f"""
```console snippet="install" timeout="900"
$ sudo apt-get update -qq > /dev/null
$ sudo DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends {PACKAGES} > /dev/null 2>&1
$ docker pull --quiet debian:trixie
```

```console snippet="small-shells" timeout="120"
$ docker run -it --rm --user 1000 debian:trixie sh
$ id -u
$ echo one \\
    two
$ exit
$ docker run -it --rm --user 1000 debian:trixie bash
I have no name!@lab:/$ id -u
I have no name!@lab:/$ exit
$ docker run -it --rm debian:trixie sh -c "PS1='\\$PWD # ' sh"
/ # cd /tmp
/tmp # exit
```

```console snippet="zsh"
$ zsh -f
lab% for a in 1 2
for> do echo $a
for> done
lab% echo one \\
> two
lab% exit
```

```console snippet="lua"
$ lua5.4
> 1 + 1
> function f(x)
>> return x
>> end
> f(3)
> os.exit()
```

```console snippet="redis"
$ redis-server --daemonize yes > /dev/null
$ redis-cli
127.0.0.1:6379> set a 1
127.0.0.1:6379> multi
127.0.0.1:6379> get a
127.0.0.1:6379> exec
127.0.0.1:6379> exit
```

```console snippet="sqlite"
$ sqlite3 -list
sqlite> select 1
   ...> + 1;
sqlite> .quit
```

```console snippet="python"
$ python3 -q
>>> class A:
...     def f(self):
...         return 1
...     x = 2
...
>>> A.x
>>> exit()
```

```console snippet="ipython"
$ ipython3 --no-banner --no-confirm-exit
In [1]: def f(x):
   ...:     if x:
   ...:         return 1
   ...:     return 2
   ...:
In [2]: f(0)
In [3]: exit
```

```console snippet="irb"
$ irb
irb(main):001> 1 + 1
irb(main):002> def f(x)
irb(main):003*   2 * x
irb(main):004* end
irb(main):005> f(4)
irb(main):006> exit
```
"""
SAID = {
    "small-shells": ["1000", "one two", "1000"],
    "zsh": ["1", "2", "one two"],
    "lua": ["2", "3"],
    "redis": ["OK", "OK", "QUEUED", '1) "1"'],
    "sqlite": ["2"],
    "python": ["2"],
    "ipython": ["Out[2]: 2"],
    "irb": ["=> 2", "=> :f", "=> 8"],
}
"""What of their outputs is to be there, in this order; most greet as well."""


@pytest.fixture(scope="module")
def played(lab: Lab) -> Iterator[dict[str, list[Step] | str]]:
    """What each snippet showed, or why the page stopped there."""
    found = page.read(PAGE, "index.md", ("docker",))
    session = Session({"lab": lab}, found.blocks, SETTINGS)
    shown: dict[str, list[Step] | str] = {}
    for snippet in found.snippets:
        try:
            shown[snippet.name] = list(session.run(snippet).steps)
        except Exception as error:
            shown[snippet.name] = str(error)
            break
    yield shown
    session.close()


@pytest.mark.engine
@pytest.mark.parametrize("name", SAID)
def test_a_program_is_followed(name: str, played: dict[str, list[Step] | str]) -> None:
    steps = played.get(name, played)
    assert isinstance(steps, list), steps
    lines = [line for step in steps for line in step.output.splitlines()]
    assert [line for line in lines if line in SAID[name]] == SAID[name], lines
