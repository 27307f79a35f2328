"""From an engine and recipes to the images that labs run and pull."""
