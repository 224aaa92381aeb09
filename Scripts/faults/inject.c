// Makes the Nth call of a kind fail, come up short or kill the process, on files below a path.
// README.md beside this file says how to use it.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum class { WRITE, FSYNC, RENAME, OPEN, LINK, UNLINK, MKDIR, TRUNCATE, ALLOCATE, CLASSES };

static const char *const class_names[CLASSES] = {
    "write", "fsync", "rename", "open", "link", "unlink", "mkdir", "truncate", "allocate",
};

enum action { PASS, FAIL, SHORT, KILL_BEFORE, KILL_AFTER };

static struct {
    int is_ready;
    char prefix[PATH_MAX];
    size_t prefix_length;
    unsigned classes;      // bits
    long at;               // 1-based; 0 for none
    long times;            // how many calls from `at` on; -1 for all
    enum action action;
    int error;
    int log;               // a descriptor, or -1
} plan;

static atomic_long counted;

static const struct { const char *name; int value; } errors[] = {
    {"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EFBIG", EFBIG},
    {"EACCES", EACCES}, {"EROFS", EROFS},   {"EMFILE", EMFILE}, {"EINTR", EINTR},
    {"EEXIST", EEXIST}, {"ENOENT", ENOENT}, {"ESTALE", ESTALE}, {"ENOLCK", ENOLCK},
};

// A plan that is not understood must not look like a campaign without findings.
static void refuse(const char *variable, const char *value) {
    dprintf(2, "inject: %s=%s is not known; Scripts/faults/README.md has the values\n", variable,
            value);
    _exit(64);
}

__attribute__((constructor)) static void prepare(void) {
    if (plan.is_ready) return;
    plan.is_ready = 1;
    plan.log = -1;
    const char *path = getenv("VITRINE_FAULT_PATH");
    if (path == NULL) return;
    // What does not exist yet cannot be resolved; its folder can.
    char resolved[PATH_MAX];
    if (realpath(path, resolved) == NULL) {
        const char *slash = strrchr(path, '/');
        char folder[PATH_MAX];
        snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1,
                 slash ? path : ".");
        if (realpath(folder[0] ? folder : "/", resolved) == NULL) strcpy(resolved, "");
        size_t length = strlen(resolved);
        snprintf(resolved + length, sizeof resolved - length, "/%s", slash ? slash + 1 : path);
    }
    strcpy(plan.prefix, resolved);
    plan.prefix_length = strlen(plan.prefix);

    const char *calls = getenv("VITRINE_FAULT_CALL");
    if (calls == NULL || strcmp(calls, "any") == 0) {
        plan.classes = (1u << CLASSES) - 1;
    } else {
        char list[256];
        snprintf(list, sizeof list, "%s", calls);
        for (char *rest, *word = strtok_r(list, ",", &rest); word;
             word = strtok_r(NULL, ",", &rest)) {
            int class = 0;
            while (class < CLASSES && strcmp(word, class_names[class]) != 0) class++;
            if (class == CLASSES) refuse("VITRINE_FAULT_CALL", word);
            plan.classes |= 1u << class;
        }
    }

    const char *at = getenv("VITRINE_FAULT_AT");
    const char *times = getenv("VITRINE_FAULT_TIMES");
    plan.at = at ? atol(at) : 0;
    plan.times = times == NULL ? 1 : strcmp(times, "all") == 0 ? -1 : atol(times);
    if (plan.at < 0 || (at && plan.at == 0 && strcmp(at, "0") != 0)) refuse("VITRINE_FAULT_AT", at);
    if (plan.times == 0) refuse("VITRINE_FAULT_TIMES", times);

    const char *error = getenv("VITRINE_FAULT_ERROR");
    if (plan.at > 0) {
        if (error == NULL) refuse("VITRINE_FAULT_ERROR", "");
        if (strcmp(error, "SHORT") == 0) {
            plan.action = SHORT;
        } else if (strcmp(error, "KILL") == 0 || strcmp(error, "KILL_BEFORE") == 0) {
            plan.action = KILL_BEFORE;
        } else if (strcmp(error, "KILL_AFTER") == 0) {
            plan.action = KILL_AFTER;
        } else {
            plan.action = FAIL;
            for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
                if (strcmp(error, errors[i].name) == 0) plan.error = errors[i].value;
            if (plan.error == 0) refuse("VITRINE_FAULT_ERROR", error);
        }
    }

    const char *log = getenv("VITRINE_FAULT_LOG");
    if (log) {
        plan.log = (int)syscall(SYS_openat, AT_FDCWD, log,
                                O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        if (plan.log < 0) refuse("VITRINE_FAULT_LOG", log);
        // Out of the way of programs that count their descriptors.
        int high = (int)syscall(SYS_fcntl, plan.log, F_DUPFD_CLOEXEC, 900);
        if (high >= 0) {
            syscall(SYS_close, plan.log);
            plan.log = high;
        }
    }
}

static int is_below(const char *path) {
    return plan.prefix_length > 0 && strncmp(path, plan.prefix, plan.prefix_length) == 0;
}

static int path_of(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
    return length > 0;
}

// The absolute path of `name` in `folder`, without resolving its last part.
static void absolute(int folder, const char *name, char *path) {
    path[0] = 0;
    if (name == NULL) return;
    char whole[2 * PATH_MAX];
    if (name[0] == '/') {
        snprintf(whole, sizeof whole, "%s", name);
    } else {
        char base[PATH_MAX];
        if (folder == AT_FDCWD ? getcwd(base, sizeof base) == NULL : !path_of(folder, base)) return;
        snprintf(whole, sizeof whole, "%s/%s", base, name);
    }
    char *slash = strrchr(whole, '/');
    *slash = 0;
    char real[PATH_MAX];
    if (realpath(whole[0] ? whole : "/", real) == NULL) snprintf(real, sizeof real, "%s", whole);
    snprintf(path, PATH_MAX, "%s/%s", strcmp(real, "/") == 0 ? "" : real, slash + 1);
}

// Counts a call on a path and says what shall become of it.
static enum action decide(enum class class, const char *function, const char *path) {
    prepare();
    if (!(plan.classes & 1u << class) || !is_below(path)) return PASS;
    long number = atomic_fetch_add(&counted, 1) + 1;
    int is_hit = plan.at > 0 && number >= plan.at
                 && (plan.times < 0 || number < plan.at + plan.times);
    if (plan.log >= 0) {
        char line[PATH_MAX + 100];
        int length = snprintf(line, sizeof line, "%ld %s %s %d%s %s\n", number, class_names[class],
                              function, (int)getpid(), is_hit ? " HIT" : "", path);
        syscall(SYS_write, plan.log, line, (size_t)length);
    }
    if (!is_hit) return PASS;
    if (plan.action == KILL_BEFORE) {
        syscall(SYS_kill, getpid(), SIGKILL);
        for (;;) pause();
    }
    if (plan.action == SHORT && class != WRITE) return PASS;
    return plan.action;
}

static enum action decide_descriptor(enum class class, const char *function, int descriptor) {
    int error = errno;
    char path[PATH_MAX];
    enum action action =
        path_of(descriptor, path) ? decide(class, function, path) : PASS;
    errno = error;
    return action;
}

static enum action decide_paths(enum class class, const char *function, int folder,
                                const char *name, int other_folder, const char *other_name) {
    int error = errno;
    prepare();
    char path[PATH_MAX];
    absolute(folder, name, path);
    if (!is_below(path) && other_name) absolute(other_folder, other_name, path);
    enum action action = decide(class, function, path);
    errno = error;
    return action;
}

#define NEXT(name)                                           \
    static __typeof__(&name) next;                           \
    if (next == NULL) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

// Ends a wrapper: fails, or makes the call and dies if it is to die behind it.
#define FINISH(action, failure, call)                        \
    do {                                                     \
        if ((action) == FAIL) {                              \
            errno = plan.error;                              \
            return failure;                                  \
        }                                                    \
        __typeof__(call) result = call;                      \
        if ((action) == KILL_AFTER) {                        \
            syscall(SYS_kill, getpid(), SIGKILL);            \
            for (;;) pause();                                \
        }                                                    \
        return result;                                       \
    } while (0)

static size_t cut(enum action action, size_t count) {
    return action == SHORT && count > 1 ? count / 2 : count;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    NEXT(write);
    enum action action = decide_descriptor(WRITE, "write", fd);
    FINISH(action, -1, next(fd, bytes, cut(action, count)));
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    NEXT(pwrite);
    enum action action = decide_descriptor(WRITE, "pwrite", fd);
    FINISH(action, -1, next(fd, bytes, cut(action, count), offset));
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    NEXT(pwrite64);
    enum action action = decide_descriptor(WRITE, "pwrite64", fd);
    FINISH(action, -1, next(fd, bytes, cut(action, count), offset));
}

// A short vector is half of its first piece.
#define VECTOR(name, parameters, ...)                                              \
    ssize_t name parameters {                                                      \
        NEXT(name);                                                                \
        enum action action = decide_descriptor(WRITE, #name, fd);                  \
        struct iovec first;                                                        \
        if (action == SHORT && count > 0) {                                        \
            first = vector[0];                                                     \
            first.iov_len = cut(action, first.iov_len);                            \
            vector = &first;                                                       \
            count = 1;                                                             \
        }                                                                          \
        FINISH(action, -1, next(__VA_ARGS__));                                     \
    }

VECTOR(writev, (int fd, const struct iovec *vector, int count), fd, vector, count)
VECTOR(pwritev, (int fd, const struct iovec *vector, int count, off_t offset), fd, vector, count,
       offset)
VECTOR(pwritev64, (int fd, const struct iovec *vector, int count, off64_t offset), fd, vector,
       count, offset)
VECTOR(pwritev2, (int fd, const struct iovec *vector, int count, off_t offset, int flags), fd,
       vector, count, offset, flags)

ssize_t sendfile(int fd, int from, off_t *offset, size_t count) {
    NEXT(sendfile);
    enum action action = decide_descriptor(WRITE, "sendfile", fd);
    FINISH(action, -1, next(fd, from, offset, cut(action, count)));
}

ssize_t sendfile64(int fd, int from, off64_t *offset, size_t count) {
    NEXT(sendfile64);
    enum action action = decide_descriptor(WRITE, "sendfile64", fd);
    FINISH(action, -1, next(fd, from, offset, cut(action, count)));
}

ssize_t copy_file_range(int from, off64_t *from_offset, int fd, off64_t *offset, size_t count,
                        unsigned flags) {
    NEXT(copy_file_range);
    enum action action = decide_descriptor(WRITE, "copy_file_range", fd);
    FINISH(action, -1, next(from, from_offset, fd, offset, cut(action, count), flags));
}

#define ON_DESCRIPTOR(class, name, parameters, ...)                                \
    int name parameters {                                                          \
        NEXT(name);                                                                \
        enum action action = decide_descriptor(class, #name, fd);                  \
        FINISH(action, -1, next(__VA_ARGS__));                                     \
    }

ON_DESCRIPTOR(FSYNC, fsync, (int fd), fd)
ON_DESCRIPTOR(FSYNC, fdatasync, (int fd), fd)
ON_DESCRIPTOR(FSYNC, syncfs, (int fd), fd)
ON_DESCRIPTOR(TRUNCATE, ftruncate, (int fd, off_t length), fd, length)
ON_DESCRIPTOR(TRUNCATE, ftruncate64, (int fd, off64_t length), fd, length)
ON_DESCRIPTOR(ALLOCATE, fallocate, (int fd, int mode, off_t offset, off_t length), fd, mode, offset,
              length)
ON_DESCRIPTOR(ALLOCATE, fallocate64, (int fd, int mode, off64_t offset, off64_t length), fd, mode,
              offset, length)

// These two return the error instead of setting errno.
#define POSIX_ALLOCATE(name, offset_type)                                          \
    int name(int fd, offset_type offset, offset_type length) {                     \
        NEXT(name);                                                                \
        enum action action = decide_descriptor(ALLOCATE, #name, fd);               \
        FINISH(action, plan.error, next(fd, offset, length));                      \
    }

POSIX_ALLOCATE(posix_fallocate, off_t)
POSIX_ALLOCATE(posix_fallocate64, off64_t)

#define ON_PATHS(class, name, parameters, folder, first, other_folder, second, ...) \
    int name parameters {                                                          \
        NEXT(name);                                                                \
        enum action action =                                                       \
            decide_paths(class, #name, folder, first, other_folder, second);       \
        FINISH(action, -1, next(__VA_ARGS__));                                     \
    }

ON_PATHS(RENAME, rename, (const char *from, const char *to), AT_FDCWD, from, AT_FDCWD, to, from, to)
ON_PATHS(RENAME, renameat, (int folder, const char *from, int other, const char *to), folder, from,
         other, to, folder, from, other, to)
ON_PATHS(RENAME, renameat2,
         (int folder, const char *from, int other, const char *to, unsigned flags), folder, from,
         other, to, folder, from, other, to, flags)
ON_PATHS(LINK, link, (const char *from, const char *to), AT_FDCWD, from, AT_FDCWD, to, from, to)
ON_PATHS(LINK, linkat, (int folder, const char *from, int other, const char *to, int flags), folder,
         from, other, to, folder, from, other, to, flags)
ON_PATHS(LINK, symlink, (const char *target, const char *path), AT_FDCWD, path, AT_FDCWD, NULL,
         target, path)
ON_PATHS(UNLINK, unlink, (const char *path), AT_FDCWD, path, AT_FDCWD, NULL, path)
ON_PATHS(UNLINK, unlinkat, (int folder, const char *path, int flags), folder, path, AT_FDCWD, NULL,
         folder, path, flags)
ON_PATHS(UNLINK, rmdir, (const char *path), AT_FDCWD, path, AT_FDCWD, NULL, path)
ON_PATHS(UNLINK, remove, (const char *path), AT_FDCWD, path, AT_FDCWD, NULL, path)
ON_PATHS(MKDIR, mkdir, (const char *path, mode_t mode), AT_FDCWD, path, AT_FDCWD, NULL, path, mode)
ON_PATHS(MKDIR, mkdirat, (int folder, const char *path, mode_t mode), folder, path, AT_FDCWD, NULL,
         folder, path, mode)
ON_PATHS(TRUNCATE, truncate, (const char *path, off_t length), AT_FDCWD, path, AT_FDCWD, NULL, path,
         length)
ON_PATHS(TRUNCATE, truncate64, (const char *path, off64_t length), AT_FDCWD, path, AT_FDCWD, NULL,
         path, length)

// Only openings that may make or empty a file count.
#define TAKE_MODE                                                                  \
    mode_t mode = 0;                                                               \
    int makes = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;        \
    if (makes) {                                                                   \
        va_list rest;                                                              \
        va_start(rest, flags);                                                     \
        mode = va_arg(rest, mode_t);                                               \
        va_end(rest);                                                              \
    }

#define OPEN_PATH(name)                                                            \
    int name(const char *path, int flags, ...) {                                   \
        NEXT(name);                                                                \
        TAKE_MODE                                                                  \
        enum action action = makes || flags & O_TRUNC                              \
            ? decide_paths(OPEN, #name, AT_FDCWD, path, AT_FDCWD, NULL) : PASS;            \
        FINISH(action, -1, next(path, flags, mode));                               \
    }

#define OPEN_AT(name)                                                              \
    int name(int folder, const char *path, int flags, ...) {                       \
        NEXT(name);                                                                \
        TAKE_MODE                                                                  \
        enum action action = makes || flags & O_TRUNC                              \
            ? decide_paths(OPEN, #name, folder, path, AT_FDCWD, NULL) : PASS;              \
        FINISH(action, -1, next(folder, path, flags, mode));                       \
    }

OPEN_PATH(open)
OPEN_PATH(open64)
OPEN_AT(openat)
OPEN_AT(openat64)
ON_PATHS(OPEN, creat, (const char *path, mode_t mode), AT_FDCWD, path, AT_FDCWD, NULL, path, mode)
ON_PATHS(OPEN, creat64, (const char *path, mode_t mode), AT_FDCWD, path, AT_FDCWD, NULL, path, mode)
