/* Lets the n-th step that writes below a folder fail, as a full or broken disk would.

   Preloaded before libc. A step is: a file opened for writing, a write, a folder made, a name
   moved or linked, and a wait for the disk. `failing_from(folder, n, code, lasting)` arms it, with
   n from 1; a lasting fault is one of every later step too, as of a full disk. `failing_steps()`
   says how many steps there were since. With KILLED for a code the process is killed there. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define KILLED (-1)

static char below[PATH_MAX];
static size_t below_size;
static atomic_long steps;
static long nth;
static int failure, lasting_too;

void failing_from(const char *folder, long n, int code, int lasting)
{
    snprintf(below, sizeof below, "%s", folder);
    below_size = strlen(below);
    nth = n;
    failure = code;
    lasting_too = lasting;
    atomic_store(&steps, 0);
}

long failing_steps(void)
{
    return atomic_load(&steps);
}

static int fails(void)
{
    long step = atomic_fetch_add(&steps, 1) + 1;
    if (nth > 0 && (step == nth || (lasting_too && step > nth))) {
        if (failure == KILLED)
            kill(getpid(), SIGKILL);
        errno = failure;
        return 1;
    }
    return 0;
}

/* A name moved needs no room: on a full disk names can be put back. */
static int name_fails(const char *path)
{
    int lasting = lasting_too, failed;
    lasting_too = 0;
    failed = below_size && path && strncmp(path, below, below_size) == 0 && fails();
    lasting_too = lasting;
    return failed;
}

static int path_fails(const char *path)
{
    return below_size && path && strncmp(path, below, below_size) == 0 && fails();
}

static int file_fails(int file)
{
    char name[64], path[PATH_MAX];
    if (!below_size)
        return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t length = readlink(name, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return path_fails(path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPENING(name)                                                      \
    int name(const char *path, int flags, ...)                             \
    {                                                                      \
        va_list more;                                                      \
        va_start(more, flags);                                             \
        mode_t mode = va_arg(more, mode_t);                                \
        va_end(more);                                                      \
        if ((flags & (O_CREAT | O_TRUNC)) && path_fails(path))             \
            return -1;                                                     \
        return REAL(name)(path, flags, mode);                              \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name)                                                   \
    int name(int folder, const char *path, int flags, ...)                 \
    {                                                                      \
        va_list more;                                                      \
        va_start(more, flags);                                             \
        mode_t mode = va_arg(more, mode_t);                                \
        va_end(more);                                                      \
        if ((flags & (O_CREAT | O_TRUNC)) && path_fails(path))             \
            return -1;                                                     \
        return REAL(name)(folder, path, flags, mode);                      \
    }
OPENING_AT(openat)
OPENING_AT(openat64)

#define FAILING(type, name, declared, given, fault)                        \
    type name declared { return fault ? -1 : REAL(name) given; }

FAILING(ssize_t, write, (int f, const void *b, size_t n), (f, b, n), file_fails(f))
FAILING(ssize_t, pwrite, (int f, const void *b, size_t n, off_t o), (f, b, n, o), file_fails(f))
FAILING(ssize_t, pwrite64, (int f, const void *b, size_t n, off64_t o), (f, b, n, o), file_fails(f))
FAILING(ssize_t, writev, (int f, const struct iovec *v, int n), (f, v, n), file_fails(f))
FAILING(ssize_t, sendfile, (int f, int g, off_t *o, size_t n), (f, g, o, n), file_fails(f))
FAILING(ssize_t, sendfile64, (int f, int g, off64_t *o, size_t n), (f, g, o, n), file_fails(f))
FAILING(int, fsync, (int f), (f), file_fails(f))
FAILING(int, fdatasync, (int f), (f), file_fails(f))
FAILING(int, ftruncate, (int f, off_t n), (f, n), file_fails(f))
FAILING(int, ftruncate64, (int f, off64_t n), (f, n), file_fails(f))
FAILING(int, mkdir, (const char *p, mode_t m), (p, m), path_fails(p))
FAILING(int, rename, (const char *p, const char *q), (p, q), name_fails(q))
FAILING(int, link, (const char *p, const char *q), (p, q), path_fails(q))
FAILING(int, linkat, (int a, const char *p, int b, const char *q, int g), (a, p, b, q, g), path_fails(q))
FAILING(int, renameat2, (int a, const char *p, int b, const char *q, unsigned g),
        (a, p, b, q, g), name_fails(q))
