"""Addresses are those that MkDocs gives."""

import pytest
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from transcripts.show import address

PAGES = ["index.md", "volumes.md", "images/commit.md", "images/index.md", "images/README.md", "a/b/c.md"]


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_address(page: str, directories: bool) -> None:
    file = File(page, "docs", "site", directories)
    found = address.of_page(page, directories=directories)
    assert found == file.url.replace("./", "") or file.url == "./"
    for other in PAGES:
        target = File(other, "docs", "site", directories).url
        there = address.of_page(other, directories=directories)
        assert address.relative(there, found) == get_relative_url(target, file.url)


def test_the_way_to_the_root() -> None:
    assert address.relative("", "volumes.html") == "./"
    assert address.relative("", "images/commit.html") == "../"
    assert address.relative("", "images/commit/") == "../../"
