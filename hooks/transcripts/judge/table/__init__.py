"""The table of volatile values: what may differ from one run to the next, each with examples and what it is not."""
