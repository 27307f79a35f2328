# The engine's init script raises limits, which a container may not do everywhere; it need not fail for that.
ulimit() { command ulimit "$@" 2> /dev/null || true; }
