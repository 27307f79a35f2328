"""Where pages are written: what is saved is seen, also before anybody watches."""

import json
import threading
from pathlib import Path
from typing import cast

import pytest

from lab.run import Run
from tests.conftest import Project
from tests.write.conftest import PATIENCE, Inn, fences
from write.desk import Desk
from write.preview import Preview


def test_what_is_saved_before_the_watch_runs_is_seen(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved, watch = threading.Event(), Desk._watch

    def late(desk: Desk) -> None:
        saved.wait(PATIENCE)
        watch(desk)

    monkeypatch.setattr(Desk, "_watch", late)
    project.page("# Title\n")
    preview = Preview(tmp_path, tmp_path / ".cache" / "site")
    preview.target.mkdir(parents=True)
    desk = Desk(tmp_path, ["index.md"], cast(Run, Inn(tmp_path)), preview, lambda text: None)
    told = desk.events.listen()

    def until(said: str) -> None:
        while said not in json.loads(told.get(timeout=PATIENCE) or "{}").get("said", ""):
            pass

    desk.open()
    try:
        until("0 drafts")
        (tmp_path / "docs" / "index.md").write_text("# Title\n\n" + fences("$ echo $((6 * 7))"), "utf-8")
        saved.set()
        until("1 draft")
    finally:
        saved.set()
        desk.close()
        preview.close()
