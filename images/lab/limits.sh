# The engine's init script raises limits, which a container may not do everywhere; it need not fail for that.
ulimit() { command ulimit "$@" 2> /dev/null || true; }
# A service takes no part of the share of the shell that starts it.
for each in /run/shares/services/*; do { echo $$ > "$each/cgroup.procs"; } 2> /dev/null || true; done
