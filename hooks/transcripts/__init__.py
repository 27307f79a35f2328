"""The text side: what a page asks for, what a terminal showed, how the two are kept and compared."""
