"""The author's door: the live site beside a warm lab, which plays what is saved."""
