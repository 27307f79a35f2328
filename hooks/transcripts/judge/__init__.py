"""Whether a page is still true: values that may vary, differences by class, and whether two runs agree."""
