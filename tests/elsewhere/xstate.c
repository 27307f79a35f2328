/* User-Mode Linux writes back as much of a program's floating-point state as it knows of. A kernel whose processor has
   more of it (AMX) takes the whole state or nothing: this fills up the rest from what is there. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#define WHOLE_STATE 0x202L /* NT_X86_XSTATE */

/* Gives a negative error itself: errno is not to be trusted, since signal handlers come between and change it. */
static long raw(long request, long pid, void *address, void *data) {
    long done;
    register void *fourth __asm__("r10") = data;
    __asm__ volatile("syscall"
                     : "=a"(done)
                     : "a"((long) SYS_ptrace), "D"(request), "S"(pid), "d"(address), "r"(fourth)
                     : "rcx", "r11", "memory");
    return done;
}

static long fill_up(long pid, const struct iovec *given) {
    static char whole[65536];
    struct iovec all = {whole, sizeof whole};
    long done = raw(PTRACE_GETREGSET, pid, (void *) WHOLE_STATE, &all);
    if (done < 0)
        return done;
    memcpy(whole, given->iov_base, given->iov_len < all.iov_len ? given->iov_len : all.iov_len);
    return raw(PTRACE_SETREGSET, pid, (void *) WHOLE_STATE, &all);
}

long ptrace(enum __ptrace_request request, ...) {
    va_list rest;
    va_start(rest, request);
    long pid = va_arg(rest, int);
    void *address = va_arg(rest, void *), *data = va_arg(rest, void *);
    va_end(rest);
    long word;
    /* As in the C library, the word is the result. */
    int peeks = request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER;
    long done = raw(request, pid, address, peeks ? &word : data);
    if (done < 0 && request == PTRACE_SETREGSET && (long) address == WHOLE_STATE)
        done = fill_up(pid, data);
    if (done < 0) {
        errno = (int) -done;
        return -1;
    }
    if (peeks) {
        errno = 0;
        return word;
    }
    return done;
}
