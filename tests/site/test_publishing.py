"""Main is published after its checks, by a job that runs nothing of the repository."""

import re
from typing import Any

import yaml

from tests.conftest import ROOT

TEXT = (ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8")
JOBS: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]


def test_only_main_is_published_and_only_after_its_checks() -> None:
    assert JOBS["site"]["needs"] == "check"
    assert JOBS["publish"]["needs"] == "site"
    assert "github.event_name == 'push' && github.ref == 'refs/heads/main'" in JOBS["site"]["if"]
    assert "if" not in JOBS["publish"], "it is skipped where the site is"


def test_who_may_publish_runs_nothing_of_the_repository() -> None:
    assert [job for job, said in JOBS.items() if "write" in said["permissions"].values()] == ["publish"]
    [step] = JOBS["publish"]["steps"]
    assert re.fullmatch(r"actions/deploy-pages@[0-9a-f]{40}", step["uses"])


def test_the_site_that_is_published_knows_its_address_and_its_source() -> None:
    said = "\n".join(step.get("run", "") for step in JOBS["site"]["steps"])
    assert re.search(r"SITE_URL=.*GITHUB_ENV[\s\S]*REPO_URL=.* make site", said)
