"""The text side: what a page asks for, what a terminal showed, how the two are kept, compared and shown; no Docker.

A map, in the order in which data flows and in which modules may import each other:

findings, errors   what can be wrong, and how it is told
files              writing whole or not at all
keys, prompts      what is typed and is no text; the prompts at which a person types
unfinished,        whether a shell waits for the rest of a command; where a line is split, and what it belongs to
reading
transcript         what a terminal showed, and its plain-text form
recipes, settings  what a workshop is made of: images/ and workshop.toml; engine_kinds, the engines that it names
page/   blocks, front_matter, header, terminals,         what an author wrote, read once into a Page (state: page.read)
        fences, claims, page
keep/   journal, provenance, store, others, trim, drafts what a machine wrote: snippets/, and what an author is shown
judge/  kinds, twins, drift, difference, apart, review,  is it still true; trial is where a page runs again
        suggestion, guard, agreement, decision, player, trial;
        javascript, exported: the same table for browsers
tell/   freshness, report, summary, engines, recorded,   what is known of pages and their runs
        status, failures, held, pace, plan
show/   address, nesting, whereabouts, markup, choice, notes,         what readers get; extension puts it into pages
        render, cast, playback, mine, showing, fonts, lean, site,
        passes, conversion, extension, assets/

Beside it stand lab/, the machine side, and the doors: build (MkDocs), macros, other_builder (Zensical), verify
(pytest), new (another workshop), write (the author's), importing (a tutorial by somebody else). Begin with
page/page.py, then judge/trial.py; lab/play.py is what a trial plays.
"""
