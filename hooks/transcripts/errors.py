"""Everything that can be wrong, told in two lines: the place and the problem, then what to do."""


class WorkshopError(Exception):
    """A problem with a place and a remedy; its text is always two parts on two lines."""

    kind = "trouble"
    """Its class, beside those of drift, in a report."""

    def __init__(self, place: object, problem: str, remedy: str) -> None:
        super().__init__(f"{place}: {problem}\n  {remedy}")
        self.place = str(place)
        self.problem = problem
        self.remedy = remedy


class PageError(WorkshopError):
    """A page asks for something that cannot be done. Raised while it is read, before anything runs."""

    kind = "bad page"


class CaptureError(WorkshopError):
    """A stored capture is missing, stale, orphaned or damaged."""

    kind = "bad capture"


class StepError(WorkshopError):
    """A command did not do what its page promises: it failed, hung, flooded or left its prompt."""

    kind = "fails now"


class LabError(WorkshopError):
    """The machine, not the page, is at fault. Reported as an error, never as a difference."""

    kind = "lab trouble"
