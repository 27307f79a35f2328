"""An ordinary machine to run pages on: Debian with systemd, cgroup v2, AppArmor and its own Docker Engine, without KVM.

disk       makes its disk          xstate.c   what its kernel needs on processors of today
processes  what it runs as, found again after a crash
machine    boots it, and gives its engine an address
__main__   every page on it: make elsewhere
"""
