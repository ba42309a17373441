/*
 * Preloaded into a program under test: counts what it does to the files of one folder, and at one
 * of these calls kills it (or fails the call). Nothing happens until it is armed: at the start of
 * a program, or by faults_arm() after a fork. Linux only.
 *
 *   KIOSK_FAULT_FOLDER  the folder, as realpath gives it; unset: disarmed
 *   KIOSK_FAULT_CALLS   which calls count: fsync,fdatasync,rename,ftruncate,unlink,write
 *   KIOSK_FAULT_AT      the number of the call, from 1; 0: none (a dry run)
 *   KIOSK_FAULT_HOW     before | after | torn (half of a write, then killed), or, from that call on
 *                       until it is disarmed: full (ENOSPC), broken (EIO)
 *   KIOSK_FAULT_LOG     a file outside of the folder: one line for each counted call
 *   KIOSK_FAULT_SHADOW  a folder outside of it: what is synced is copied here, by inode
 *
 * Nothing is really synced: a killed process loses nothing that it has written, and what a power
 * cut would lose is taken away afterwards (see power.py).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum call { FSYNC, FDATASYNC, RENAME, FTRUNCATE, UNLINK, WRITE, CALLS };
enum verdict { GO, KILL_AFTER, TORN, FAIL };

static const char *const NAMES[CALLS] = {"fsync", "fdatasync", "rename",
                                         "ftruncate", "unlink", "write"};
static char folder[PATH_MAX], shadow[PATH_MAX];
static size_t folder_length;
static int counts[CALLS], how, failure, log_fd = -1, copies;
static long at, seen;
static volatile int armed;

enum { BEFORE, AFTER, HALF, FAILING };

void faults_disarm(void) { armed = 0; }

void faults_arm(void) {
    const char *value = getenv("KIOSK_FAULT_FOLDER");
    armed = 0;
    if (value == NULL) return;
    folder_length = strlen(strncpy(folder, value, PATH_MAX - 1));
    value = getenv("KIOSK_FAULT_AT");
    at = value == NULL ? 0 : atol(value);
    value = getenv("KIOSK_FAULT_HOW");
    how = BEFORE;
    failure = 0;
    if (value != NULL) {
        if (strcmp(value, "after") == 0) how = AFTER;
        if (strcmp(value, "torn") == 0) how = HALF;
        if (strcmp(value, "full") == 0) how = FAILING, failure = ENOSPC;
        if (strcmp(value, "broken") == 0) how = FAILING, failure = EIO;
    }
    const char *calls = getenv("KIOSK_FAULT_CALLS");
    for (int call = 0; call < CALLS; call++) {
        const char *found = calls == NULL ? NULL : strstr(calls, NAMES[call]);
        counts[call] = found != NULL;
        /* "fdatasync" holds no "fsync", and no name is a part of another. */
    }
    value = getenv("KIOSK_FAULT_SHADOW");
    strncpy(shadow, value == NULL ? "" : value, PATH_MAX - 1);
    value = getenv("KIOSK_FAULT_LOG");
    log_fd = value == NULL ? -1 : open(value, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    seen = 0;
    armed = 1;
}

__attribute__((constructor)) static void start(void) { faults_arm(); }

/* --- which file ---------------------------------------------------------------------------- */

static int inside(const char *path) {
    return strncmp(path, folder, folder_length) == 0 &&
           (path[folder_length] == '/' || path[folder_length] == '\0');
}

/* The path of an open file, when it is in the folder. */
static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = '\0';
    return inside(path);
}

/* An absolute path of a name, when it is in the folder. */
static int absolute(int directory, const char *name, char *path) {
    char base[PATH_MAX] = "";
    if (name[0] == '/')
        return snprintf(path, PATH_MAX, "%s", name) < PATH_MAX && inside(path);
    if (directory != AT_FDCWD) {
        if (!path_of(directory, base)) return 0;
    } else if (getcwd(base, sizeof base) == NULL) {
        return 0;
    }
    return snprintf(path, PATH_MAX, "%s/%s", base, name) < PATH_MAX && inside(path);
}

/* --- the fault ----------------------------------------------------------------------------- */

static void die(void) {
    for (;;) kill(getpid(), SIGKILL);
}

static enum verdict count(enum call call, const char *path) {
    size_t length = strlen(path);
    if (!counts[call]) return GO;
    /* SQLite's shared memory: nothing of it has to last. */
    if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return GO;
    long number = __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST);
    if (log_fd >= 0) {
        char line[PATH_MAX + 64];
        int size = snprintf(line, sizeof line, "%ld %s %s\n", number, NAMES[call],
                            path + folder_length);
        syscall(SYS_write, log_fd, line, size);
    }
    if (at == 0 || number < at) return GO;
    if (how == FAILING) {
        errno = failure;
        return FAIL;
    }
    if (number > at) return GO; /* another thread, while the process dies */
    if (how == BEFORE) die();
    return how == HALF && call == WRITE ? TORN : KILL_AFTER;
}

/* --- what a power cut leaves --------------------------------------------------------------- */

static int begin_copy(char *part) {
    int number = __atomic_add_fetch(&copies, 1, __ATOMIC_SEQ_CST);
    snprintf(part, PATH_MAX, "%.*s/%d.%d.part", PATH_MAX - 64, shadow, getpid(), number);
    return open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

static void end_copy(int copy, const char *part, ino_t inode, const char *suffix) {
    char name[PATH_MAX];
    close(copy);
    snprintf(name, PATH_MAX, "%.*s/%lu%s", PATH_MAX - 64, shadow, (unsigned long)inode, suffix);
    syscall(SYS_renameat2, AT_FDCWD, part, AT_FDCWD, name, 0);
}

static void copy_list(const char *path, ino_t inode) {
    char part[PATH_MAX];
    DIR *list = opendir(path);
    int copy = begin_copy(part);
    if (list == NULL || copy < 0) abort();
    for (struct dirent *entry; (entry = readdir(list)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        char line[NAME_MAX + 64];
        int length = snprintf(line, sizeof line, "%lu %c %s\n", (unsigned long)entry->d_ino,
                              entry->d_type == DT_DIR ? 'd' : 'f', entry->d_name);
        if (syscall(SYS_write, copy, line, length) != length) abort();
    }
    closedir(list);
    end_copy(copy, part, inode, ".list");
}

static void copy_data(int fd, ino_t inode) {
    char part[PATH_MAX], link[64], buffer[1 << 16];
    int source = fd;
    if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        /* Only then: to close it drops POSIX locks, and SQLite opens its files for both. */
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        source = open(link, O_RDONLY | O_CLOEXEC);
    }
    int copy = begin_copy(part);
    if (source < 0 || copy < 0) abort();
    ssize_t length;
    for (off_t offset = 0; (length = pread(source, buffer, sizeof buffer, offset)) > 0;
         offset += length)
        if (syscall(SYS_write, copy, buffer, length) != length) abort();
    if (source != fd) close(source);
    end_copy(copy, part, inode, ".data");
}

static int sync_file(enum call call, int fd) {
    char path[PATH_MAX];
    struct stat status;
    if (!armed || !path_of(fd, path))
        return syscall(call == FSYNC ? SYS_fsync : SYS_fdatasync, fd);
    enum verdict verdict = count(call, path);
    if (verdict == FAIL) return -1;
    if (shadow[0] != '\0' && fstat(fd, &status) == 0) {
        if (S_ISDIR(status.st_mode))
            copy_list(path, status.st_ino);
        else
            copy_data(fd, status.st_ino);
    }
    if (verdict != GO) die();
    return 0;
}

/* A file that goes keeps its inode number, or another would take its place in the shadow. */
static void hold(const char *path) {
    if (shadow[0] != '\0') (void)!open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

/* --- the calls ----------------------------------------------------------------------------- */

int fsync(int fd) { return sync_file(FSYNC, fd); }
int fdatasync(int fd) { return sync_file(FDATASYNC, fd); }

int renameat2(int from, const char *old, int to, const char *new, unsigned int flags) {
    char path[PATH_MAX];
    enum verdict verdict = GO;
    if (armed && absolute(to, new, path)) {
        verdict = count(RENAME, path);
        if (verdict == FAIL) return -1;
        hold(path);
    }
    int result = syscall(SYS_renameat2, from, old, to, new, flags);
    if (verdict != GO) die();
    return result;
}

int renameat(int from, const char *old, int to, const char *new) {
    return renameat2(from, old, to, new, 0);
}

int rename(const char *old, const char *new) {
    return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int unlinkat(int directory, const char *name, int flags) {
    char path[PATH_MAX];
    enum verdict verdict = GO;
    if (armed && absolute(directory, name, path)) {
        verdict = count(UNLINK, path);
        /* A full disk can delete. */
        if (verdict == FAIL && failure == EIO) return -1;
        if (verdict == FAIL) verdict = GO;
        hold(path);
    }
    int result = syscall(SYS_unlinkat, directory, name, flags);
    if (verdict != GO) die();
    return result;
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }

int ftruncate(int fd, off_t length) {
    char path[PATH_MAX];
    enum verdict verdict = GO;
    if (armed && path_of(fd, path)) verdict = count(FTRUNCATE, path);
    if (verdict == FAIL) return -1;
    int result = syscall(SYS_ftruncate, fd, length);
    if (verdict != GO) die();
    return result;
}

int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

static ssize_t put(int fd, const void *bytes, size_t size, off_t offset, int positioned) {
    char path[PATH_MAX];
    enum verdict verdict = GO;
    if (armed && path_of(fd, path)) verdict = count(WRITE, path);
    if (verdict == FAIL) return -1;
    if (verdict == TORN) size /= 2;
    ssize_t result = positioned ? syscall(SYS_pwrite64, fd, bytes, size, offset)
                                : syscall(SYS_write, fd, bytes, size);
    if (verdict != GO) die();
    return result;
}

ssize_t write(int fd, const void *bytes, size_t size) { return put(fd, bytes, size, 0, 0); }

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) {
    return put(fd, bytes, size, offset, 1);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t offset) {
    return put(fd, bytes, size, offset, 1);
}
