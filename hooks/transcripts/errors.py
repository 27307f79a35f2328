"""Everything that stops us, told in two lines: the place and the problem, then what to do."""

from transcripts.findings import Class, Finding


class WorkshopError(Exception):
    """A problem with a place and a remedy; its text is always two parts on two lines."""

    kind = Class.TROUBLE

    def __init__(self, place: object, problem: str, remedy: str) -> None:
        super().__init__(f"{place}: {problem}\n  {remedy}")
        self.place = str(place)
        self.problem = problem
        self.remedy = remedy

    @property
    def finding(self) -> Finding:
        """The same as a report tells it."""
        return Finding(self.kind, self.place, f"{self.problem}\n  {self.remedy}")


class SettingsError(WorkshopError):
    """workshop.toml or a recipe that it names cannot be used. Raised before anything runs."""

    kind = Class.BAD_SETTING


class PageError(WorkshopError):
    """A page asks for something that cannot be done. Raised while it is read, before anything runs."""

    kind = Class.BAD_PAGE


class CaptureError(WorkshopError):
    """A stored capture is missing, stale, orphaned or damaged."""

    kind = Class.BAD_CAPTURE


class StepError(WorkshopError):
    """A command did not do what its page promises: it failed, hung, flooded or left its prompt."""

    kind = Class.FAILS


class LabError(WorkshopError):
    """The machine, not the page, is at fault. Reported as an error, never as a difference."""
