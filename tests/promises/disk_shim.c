/* Stands between a process and its disk (LD_PRELOAD): writes down what it does to the files below one folder, and lets
 * the nth of these calls fail. Nothing outside that folder is touched.
 *
 * DISK_ROOT    the folder, an absolute path
 * DISK_LOG     where the record goes; none is kept without it
 * disk_mark()  puts a remark of the process into the record
 * disk_fail()  lets calls fail from now on; disk_calls() says how many there were since
 *
 * One entry: u8 kind, u8 0, u16 length of path, u32 length of data, u64 handle, u64 offset; path; data. Little-endian.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { OPENED = 'o', WRITTEN = 'w', SYNCED = 's', CUT = 't', UNLINKED = 'u', RENAMED = 'r', FOLDER = 'd', MARK = 'm' };
enum { FAIL_ONCE = 0, FAIL_ON = 1, FAIL_SHORT = 2 };
#define FILES 4096

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int record = -1;
static uint64_t handles[FILES]; /* of the file descriptors that are open on our files; 0: not ours */
static uint64_t last_handle;
static long calls, fail_at, fail_how;
static int fail_with, fail_reads;

#define REAL(name) ((__typeof__(name) *)real_of(#name))

static void *real_of(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

__attribute__((constructor)) static void start(void) {
    const char *folder = getenv("DISK_ROOT"), *log = getenv("DISK_LOG");
    if (!folder || strlen(folder) >= PATH_MAX) return;
    strcpy(root, folder);
    root_length = strlen(root);
    if (log) record = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The path below the root of a name given to a call, or NULL if it is none of ours. */
static const char *ours(int folder, const char *name, char *space) {
    char joined[2 * PATH_MAX], place[64];
    if (!root_length || !name) return NULL;
    if (name[0] != '/') {
        if (folder == AT_FDCWD) {
            if (!getcwd(joined, PATH_MAX)) return NULL;
        } else {
            snprintf(place, sizeof place, "/proc/self/fd/%d", folder);
            ssize_t length = readlink(place, joined, PATH_MAX - 1);
            if (length < 0) return NULL;
            joined[length] = 0;
        }
        strcat(joined, "/");
        strncat(joined, name, PATH_MAX - 1);
        name = joined;
    }
    if (strncmp(name, root, root_length) || (name[root_length] != '/' && name[root_length])) return NULL;
    strncpy(space, name[root_length] ? name + root_length + 1 : "", PATH_MAX - 1);
    space[PATH_MAX - 1] = 0;
    return space;
}

static uint64_t handle_of(int file) { return file >= 0 && file < FILES ? handles[file] : 0; }

static void put(const void *bytes, size_t length) {
    const char *rest = bytes;
    while (length) {
        ssize_t done = syscall(SYS_write, record, rest, length);
        if (done <= 0) abort(); /* a record with holes would prove nothing */
        rest += done;
        length -= (size_t)done;
    }
}

/* Call it with the lock held. */
static void note(char kind, uint64_t handle, uint64_t offset, const char *path, const void *data, size_t length) {
    uint16_t path_length = (uint16_t)(path ? strlen(path) : 0);
    uint32_t data_length = (uint32_t)length;
    unsigned char head[24] = {(unsigned char)kind, 0};
    if (record < 0) return;
    memcpy(head + 2, &path_length, 2);
    memcpy(head + 4, &data_length, 4);
    memcpy(head + 8, &handle, 8);
    memcpy(head + 16, &offset, 8);
    put(head, sizeof head);
    put(path, path_length);
    put(data, length);
}

/* Whether this call has to fail; sets errno then. Call it with the lock held. */
static int fails(void) {
    calls++;
    if (!fail_at || calls < fail_at || (fail_how != FAIL_ON && calls > fail_at)) return 0;
    errno = fail_with;
    return 1;
}

void disk_mark(const char *text) {
    pthread_mutex_lock(&one_at_a_time);
    note(MARK, 0, 0, NULL, text, strlen(text));
    pthread_mutex_unlock(&one_at_a_time);
}

/* at: the first call to fail, counted from 1 from now on, 0 for none; how: FAIL_...; reads: whether reads count too. */
void disk_fail(long at, int with, int how, int reads) {
    pthread_mutex_lock(&one_at_a_time);
    calls = 0, fail_at = at, fail_with = with, fail_how = how, fail_reads = reads;
    pthread_mutex_unlock(&one_at_a_time);
}

long disk_calls(void) { return calls; }

static int opened(int (*call)(const char *, int, ...), int (*call_at)(int, const char *, int, ...), int folder,
                  const char *name, int flags, mode_t mode) {
    char space[PATH_MAX];
    const char *path = ours(folder, name, space);
    int file, writes = (flags & O_ACCMODE) != O_RDONLY;
    struct stat before;
    if (!path) {
        file = call ? call(name, flags, mode) : call_at(folder, name, flags, mode);
        if (file >= 0 && file < FILES) handles[file] = 0;
        return file;
    }
    pthread_mutex_lock(&one_at_a_time);
    int there = fstatat(folder, name, &before, 0) == 0;
    if (writes && (flags & (O_CREAT | O_TRUNC)) && (!there || (flags & O_TRUNC)) && fails()) {
        pthread_mutex_unlock(&one_at_a_time);
        return -1;
    }
    file = call ? call(name, flags, mode) : call_at(folder, name, flags, mode);
    if (file >= 0 && file < FILES) {
        handles[file] = ((uint64_t)getpid() << 32) | ++last_handle;
        note(OPENED, handles[file], (there ? 0 : 1) | (writes && (flags & O_TRUNC) ? 2 : 0), path, NULL, 0);
    }
    pthread_mutex_unlock(&one_at_a_time);
    return file;
}

#define MODE(flags)                                       \
    mode_t mode = 0;                                      \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {              \
        va_list more;                                     \
        va_start(more, flags);                            \
        mode = va_arg(more, mode_t);                      \
        va_end(more);                                     \
    }

int open(const char *name, int flags, ...) { MODE(flags) return opened(REAL(open), NULL, AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened(REAL(open64), NULL, AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags) return opened(NULL, REAL(openat), folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags) return opened(NULL, REAL(openat64), folder, name, flags, mode); }

int close(int file) {
    if (file >= 0 && file < FILES) handles[file] = 0;
    return REAL(close)(file);
}

/* offset < 0: where the file stands */
static ssize_t written(int file, const void *data, size_t length, off64_t offset) {
    uint64_t handle = handle_of(file);
    if (!handle) return offset < 0 ? REAL(write)(file, data, length) : REAL(pwrite64)(file, data, length, offset);
    pthread_mutex_lock(&one_at_a_time);
    ssize_t done;
    if (fails()) {
        if (fail_how != FAIL_SHORT || length < 2) {
            pthread_mutex_unlock(&one_at_a_time);
            return -1;
        }
        length /= 2;
        fail_at = calls + 1; /* a part is written; what asks for the rest meets the fault */
        fail_how = FAIL_ONCE;
    }
    done = offset < 0 ? REAL(write)(file, data, length) : REAL(pwrite64)(file, data, length, offset);
    if (done > 0) {
        off64_t at = offset < 0 ? lseek64(file, 0, SEEK_CUR) - done : offset;
        note(WRITTEN, handle, (uint64_t)at, NULL, data, (size_t)done);
    }
    pthread_mutex_unlock(&one_at_a_time);
    return done;
}

ssize_t write(int file, const void *data, size_t length) { return written(file, data, length, -1); }
ssize_t pwrite(int file, const void *data, size_t length, off_t offset) { return written(file, data, length, offset); }
ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset) { return written(file, data, length, offset); }

static int read_fails(int file) {
    int failed = 0;
    if (!fail_reads || !handle_of(file)) return 0;
    pthread_mutex_lock(&one_at_a_time);
    failed = fails();
    pthread_mutex_unlock(&one_at_a_time);
    return failed;
}

ssize_t read(int file, void *data, size_t length) { return read_fails(file) ? -1 : REAL(read)(file, data, length); }
ssize_t pread64(int file, void *data, size_t length, off64_t offset) {
    return read_fails(file) ? -1 : REAL(pread64)(file, data, length, offset);
}

/* A kernel's own copying would go past us; callers then copy by reading and writing. */
ssize_t sendfile(int to, int from, off_t *offset, size_t length) {
    if (handle_of(to)) return errno = EINVAL, -1;
    return REAL(sendfile)(to, from, offset, length);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) {
    if (handle_of(to)) return errno = EINVAL, -1;
    return REAL(sendfile64)(to, from, offset, length);
}
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t length, unsigned flags) {
    if (handle_of(to)) return errno = EXDEV, -1;
    return REAL(copy_file_range)(from, from_at, to, to_at, length, flags);
}

#define ON_A_FILE(kind, offset, call)                     \
    uint64_t handle = handle_of(file);                    \
    if (!handle) return call;                             \
    pthread_mutex_lock(&one_at_a_time);                   \
    int failed = fails() ? -1 : call;                     \
    if (!failed) note(kind, handle, (uint64_t)(offset), NULL, NULL, 0); \
    pthread_mutex_unlock(&one_at_a_time);                 \
    return failed;

int fsync(int file) { ON_A_FILE(SYNCED, 0, REAL(fsync)(file)) }
int fdatasync(int file) { ON_A_FILE(SYNCED, 0, REAL(fdatasync)(file)) }
int ftruncate(int file, off_t size) { ON_A_FILE(CUT, size, REAL(ftruncate)(file, size)) }
int ftruncate64(int file, off64_t size) { ON_A_FILE(CUT, size, REAL(ftruncate64)(file, size)) }

#define ON_A_NAME(kind, folder, name, to, call)           \
    char space[PATH_MAX];                                 \
    const char *path = ours(folder, name, space);         \
    if (!path) return call;                               \
    pthread_mutex_lock(&one_at_a_time);                   \
    int failed = fails() ? -1 : call;                     \
    if (!failed) note(kind, 0, 0, path, to, strlen(to));             \
    pthread_mutex_unlock(&one_at_a_time);                 \
    return failed;

int unlink(const char *name) { ON_A_NAME(UNLINKED, AT_FDCWD, name, "", REAL(unlink)(name)) }
int unlinkat(int folder, const char *name, int flags) {
    ON_A_NAME(UNLINKED, folder, name, "", REAL(unlinkat)(folder, name, flags))
}
int rmdir(const char *name) { ON_A_NAME(UNLINKED, AT_FDCWD, name, "", REAL(rmdir)(name)) }
int mkdir(const char *name, mode_t mode) { ON_A_NAME(FOLDER, AT_FDCWD, name, "", REAL(mkdir)(name, mode)) }
int mkdirat(int folder, const char *name, mode_t mode) {
    ON_A_NAME(FOLDER, folder, name, "", REAL(mkdirat)(folder, name, mode))
}
int rename(const char *from, const char *name) {
    char target_space[PATH_MAX];
    const char *target = ours(AT_FDCWD, name, target_space);
    ON_A_NAME(RENAMED, AT_FDCWD, from, target ? target : "", REAL(rename)(from, name))
}
int renameat(int from_folder, const char *from, int folder, const char *name) {
    char target_space[PATH_MAX];
    const char *target = ours(folder, name, target_space);
    ON_A_NAME(RENAMED, from_folder, from, target ? target : "", REAL(renameat)(from_folder, from, folder, name))
}
