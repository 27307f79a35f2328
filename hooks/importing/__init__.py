"""A tutorial by somebody else as a page of ours: `python -m importing FILE.md`.

A map, in the order in which data flows:

tutorial                        the file: decoded, without its front matter
code, containers, parts         prose and blocks of code, in order
vocabulary, marks, typed        what of a block was typed, and what was shown
shown                           blocks that are outputs of the command above, or files
options, commands               what a command of Docker names
fate, session, needs,           what becomes of a command: where the terminal stands, and what is there;
obstacles, outcome              why it cannot run; how it ended
naming, prose, segment, sheet   names of snippets, lines and fences of the page
page                            all of that put together
kept                            what the author typed as output, put aside
pairing, elision, compare       which of it is still true, once the page is recorded
telling                         that, told to people
"""
