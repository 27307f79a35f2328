"""Links out lead somewhere. Asks other hosts, so only `make links` runs it."""

import pytest
import requests

from tests.conftest import ROOT

LINKS = [line.split(": ", 1) for line in (ROOT / "docs" / "links.txt").read_text("utf-8").splitlines()]


@pytest.mark.network
@pytest.mark.parametrize(("label", "address"), LINKS, ids=[label for label, _ in LINKS])
def test_a_link_leads_somewhere(label: str, address: str) -> None:
    answer = requests.get(address, timeout=30, headers={"User-Agent": "docker-workshop"})
    assert answer.status_code < 400, f"docs/links.txt: {label} {address}: {answer.status_code}"
