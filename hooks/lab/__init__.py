"""The machine side: real Docker Engines to run pages on, and the terminals that type into them."""
