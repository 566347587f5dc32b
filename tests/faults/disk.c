/* A disk that fills up, breaks, or is only written down, as a test wants it: loaded before libc, for one folder only.

   disk_watch names the folder. disk_fail lets the n-th call that writes there fail. disk_record puts every change of the
   folder down in a file, from which disk.py makes what a disk would hold if the power had gone at that moment.
   Nothing is done until one of them is called. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { ONCE, FROM_THEN_ON, HALF_THEN_FULL };
enum { WRITE = 1, TRUNCATE, SYNC, CREATE, RENAME, LINK, UNLINK, MKDIR, RMDIR, NOTE };

static char folder[PATH_MAX];
static size_t folder_length;
static long calls, failing_call;
static int failing_errno, failing_way;
static int record_to = -1;

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

void disk_watch(const char *path) { snprintf(folder, sizeof folder, "%s", path); folder_length = strlen(folder); calls = 0; failing_call = 0; }
void disk_fail(long call, int error, int way) { calls = 0; failing_call = call; failing_errno = error; failing_way = way; }
void disk_record(int descriptor) { record_to = descriptor; }
long disk_calls(void) { return calls; }

static int in_folder(const char *path)
{
    return folder_length && !strncmp(path, folder, folder_length) && (path[folder_length] == '/' || !path[folder_length]);
}

/* The whole path of a name in a directory; 0 when it is not in the folder. */
static int path_at(int directory, const char *name, char *path)
{
    char link[64];
    ssize_t length;
    if (!folder_length || !name) return 0;
    if (name[0] == '/' || directory == AT_FDCWD) {
        snprintf(path, PATH_MAX, "%s", name);
        return in_folder(path);
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
    length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    snprintf(path + length, PATH_MAX - length, name[0] ? "/%s" : "%s", name);
    return in_folder(path);
}

static int is_watched(int descriptor)
{
    char path[PATH_MAX];
    struct stat status;
    return folder_length && path_at(descriptor, "", path) && !fstat(descriptor, &status)
        && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

/* 0 when the call goes through, 1 when it fails with errno set, 2 when only half of it is done. */
static int fails(int takes_room)
{
    int half = 0;
    if (!failing_call) { calls++; return 0; }
    calls++;
    if (calls < failing_call) return 0;
    if (calls > failing_call && failing_way == ONCE) return 0;
    if (calls > failing_call && !takes_room) return 0;
    half = failing_way == HALF_THEN_FULL && calls == failing_call;
    errno = failing_errno;
    return half ? 2 : 1;
}

static void put_down(uint32_t what, ino_t file, off_t at, const void *first, size_t length, const char *second)
{
    struct { uint32_t what, length; uint64_t file; int64_t at; } head;
    struct iovec parts[3];
    size_t more = second ? strlen(second) + 1 : 0;
    int before = errno;
    if (record_to < 0) return;
    head.what = what; head.length = length + more; head.file = file; head.at = at;
    parts[0].iov_base = &head; parts[0].iov_len = sizeof head;
    parts[1].iov_base = (void *)first; parts[1].iov_len = length;
    parts[2].iov_base = (void *)second; parts[2].iov_len = more;
    writev(record_to, parts, second ? 3 : 2);
    errno = before;
}

static void put_down_file(uint32_t what, int descriptor, off_t at, const void *data, size_t length)
{
    struct stat status;
    if (record_to >= 0 && !fstat(descriptor, &status)) put_down(what, status.st_ino, at, data, length, 0);
}

static void put_down_names(uint32_t what, const char *path, const char *other)
{
    struct stat status;
    ino_t file = lstat(other ? other : path, &status) ? 0 : status.st_ino;
    put_down(what, file, 0, path, strlen(path) + 1, other);
}

void disk_note(const char *words) { put_down(NOTE, 0, 0, words, strlen(words), 0); }

/* Writing. */

ssize_t write(int descriptor, const void *data, size_t length)
{
    ssize_t done;
    off_t at = 0;
    int failing;
    REAL(write);
    if (!is_watched(descriptor)) return real(descriptor, data, length);
    failing = fails(1);
    if (failing == 1) return -1;
    if (failing == 2) length = length / 2;
    if (record_to >= 0) {
        struct stat status;
        at = fcntl(descriptor, F_GETFL) & O_APPEND && !fstat(descriptor, &status) ? status.st_size : lseek(descriptor, 0, SEEK_CUR);
    }
    done = real(descriptor, data, length);
    if (done > 0) put_down_file(WRITE, descriptor, at, data, done);
    return done;
}

#define PWRITE(name, offset) \
ssize_t name(int descriptor, const void *data, size_t length, offset at) \
{ \
    ssize_t done; \
    int failing; \
    REAL(name); \
    if (!is_watched(descriptor)) return real(descriptor, data, length, at); \
    failing = fails(1); \
    if (failing == 1) return -1; \
    if (failing == 2) length = length / 2; \
    done = real(descriptor, data, length, at); \
    if (done > 0) put_down_file(WRITE, descriptor, at, data, done); \
    return done; \
}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATING(name, offset) \
int name(int descriptor, offset length) \
{ \
    int done; \
    REAL(name); \
    if (!is_watched(descriptor)) return real(descriptor, length); \
    if (fails(1)) return -1; \
    done = real(descriptor, length); \
    if (!done) put_down_file(TRUNCATE, descriptor, length, 0, 0); \
    return done; \
}
TRUNCATING(ftruncate, off_t)
TRUNCATING(ftruncate64, off64_t)

#define SYNCING(name) \
int name(int descriptor) \
{ \
    int done; \
    char path[PATH_MAX]; \
    REAL(name); \
    if (!is_watched(descriptor)) return real(descriptor); \
    if (fails(0)) return -1; \
    done = real(descriptor); \
    path_at(descriptor, "", path); \
    if (!done && record_to >= 0) { \
        struct stat status; \
        fstat(descriptor, &status); \
        put_down(SYNC, status.st_ino, S_ISDIR(status.st_mode), path, strlen(path) + 1, 0); \
    } \
    return done; \
}
SYNCING(fsync)
SYNCING(fdatasync)

/* Without these a copy goes through write, where it is seen. */
ssize_t sendfile64(int out, int in, off64_t *at, size_t length)
{
    REAL(sendfile64);
    if (is_watched(out)) { errno = EINVAL; return -1; }
    return real(out, in, at, length);
}
ssize_t sendfile(int out, int in, off_t *at, size_t length)
{
    REAL(sendfile);
    if (is_watched(out)) { errno = EINVAL; return -1; }
    return real(out, in, at, length);
}

/* Names. */

static int opened(int (*real)(int, const char *, int, ...), int directory, const char *name, int flags, mode_t mode)
{
    char path[PATH_MAX];
    struct stat status;
    int creates, descriptor;
    if (!path_at(directory, name, path) || (flags & O_TMPFILE) == O_TMPFILE) return real(directory, name, flags, mode);
    creates = flags & O_CREAT && lstat(path, &status);
    if (creates && fails(1)) return -1;
    descriptor = real(directory, name, flags, mode);
    if (descriptor >= 0 && creates) put_down_names(CREATE, path, 0);
    if (descriptor >= 0 && !creates && flags & O_TRUNC) put_down_file(TRUNCATE, descriptor, 0, 0, 0);
    return descriptor;
}

#define MODE va_list more; mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_start(more, flags); mode = va_arg(more, unsigned); va_end(more); }
#define OPENING(name) \
int name(const char *path, int flags, ...) { REAL(openat64); MODE return opened(real, AT_FDCWD, path, flags, mode); }
#define OPENING_AT(name) \
int name(int directory, const char *path, int flags, ...) { REAL(name); MODE return opened(real, directory, path, flags, mode); }
OPENING(open)
OPENING(open64)
OPENING_AT(openat)
OPENING_AT(openat64)

#define TWO_NAMES(what, call, from_directory, from, to_directory, to) \
    char old[PATH_MAX], new[PATH_MAX]; \
    int done, watched = path_at(from_directory, from, old) + path_at(to_directory, to, new); \
    if (watched && fails(1)) return -1; \
    done = call; \
    if (watched && !done) put_down_names(what, old, new); \
    return done;

int rename(const char *from, const char *to)
{
    REAL(rename);
    TWO_NAMES(RENAME, real(from, to), AT_FDCWD, from, AT_FDCWD, to)
}
int renameat(int from_directory, const char *from, int to_directory, const char *to)
{
    REAL(renameat);
    TWO_NAMES(RENAME, real(from_directory, from, to_directory, to), from_directory, from, to_directory, to)
}
int link(const char *from, const char *to)
{
    REAL(link);
    TWO_NAMES(LINK, real(from, to), AT_FDCWD, from, AT_FDCWD, to)
}
int linkat(int from_directory, const char *from, int to_directory, const char *to, int flags)
{
    REAL(linkat);
    TWO_NAMES(LINK, real(from_directory, from, to_directory, to, flags), from_directory, from, to_directory, to)
}

#define ONE_NAME(what, call, directory, name, may_fail) \
    char path[PATH_MAX]; \
    int done, watched = path_at(directory, name, path); \
    if (watched && may_fail && fails(1)) return -1; \
    done = call; \
    if (watched && !done) put_down(what, 0, 0, path, strlen(path) + 1, 0); \
    return done;

int unlink(const char *name) { REAL(unlink); ONE_NAME(UNLINK, real(name), AT_FDCWD, name, 0) }
int unlinkat(int directory, const char *name, int flags)
{
    REAL(unlinkat);
    ONE_NAME(flags & AT_REMOVEDIR ? RMDIR : UNLINK, real(directory, name, flags), directory, name, 0)
}
int mkdir(const char *name, mode_t mode) { REAL(mkdir); ONE_NAME(MKDIR, real(name, mode), AT_FDCWD, name, 1) }
int rmdir(const char *name) { REAL(rmdir); ONE_NAME(RMDIR, real(name), AT_FDCWD, name, 0) }
