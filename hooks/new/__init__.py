"""Another workshop with this machinery: `python -m new DIR`."""
