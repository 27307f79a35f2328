"""From keys typed into a terminal to what a person saw there."""
