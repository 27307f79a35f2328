"""A program inside a program is deeper, from one snippet to the next, on each machine of a page."""

from tests.conftest import KINDS
from transcripts.page import page
from transcripts.prompts import Line
from transcripts.show.nesting import depths, of_page

PAGE = """---
machines:
  lab: docker
  other: docker
---
```console snippet="enter"
$ docker run -it python:3.13 bash
root@calc:/# ipython
```

```console snippet="elsewhere" on="other"
$ docker ps
```

```console snippet="calculate"
In [1]: 1 + 1
In [2]: exit
root@calc:/# exit
```

```console snippet="left"
$ docker ps
```
"""


def test_a_program_inside_a_program_is_deeper_and_a_question_is_not() -> None:
    prompts = ["$ ", "root@web:/# ", "In [1]: ", "In [2]: ", "root@web:/# ", "$ ", "Sure (yes/no)? ", "Password: "]
    assert depths([Line(prompt, "") for prompt in prompts]) == [0, 1, 2, 2, 1, 0, 0, 0]


def test_depth_goes_on_from_snippet_to_snippet_and_each_machine_has_its_own() -> None:
    assert of_page(page.read(PAGE, "page.md", KINDS)) == {
        "enter": [0, 1],
        "elsewhere": [0],
        "calculate": [2, 2, 1],
        "left": [0],
    }
