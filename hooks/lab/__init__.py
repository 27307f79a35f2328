"""The machine side: real Docker Engines to run pages on, and the terminals that type into them.

images/    engine, host, packing, bases, builder, mirror, supply  from an engine and recipes to the images of labs
terminal/  emulator, screen, marks, shell, running, terminal, session  from keys typed into it to what was seen there
machine    a lab            network  the labs of one page and their mirror
run        one run's engine and images; the duty to clean up
play       one page while it runs                             ends  what ends a run, and is heard
hosting    a room without internet: hall, its two containers; addresses, notice, where it is and how that is told
"""
