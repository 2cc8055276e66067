/* Preloaded into the real programs by preloaded.py. Nothing in them knows of it.
 *
 * KILL_AT=n       the process kills itself at the nth write of a ledger's log (the -wal file), which
 *                 only a commit writes: before an even one, after half of an odd one. 0: when the
 *                 log is to be synced.
 *                 KILL_NOTE names a file that then says where it died.
 * FAIL_AT=n       the nth write or sync of a ledger's log fails, once: no space for a write, an error
 *                 of the disk for a sync. FAIL_NOTE names a file that then says which.
 * STOPPED_CLOCK   names a file of eight bytes, microseconds since 1970: the wall clock stands there,
 *                 for every program that is given the same file. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long kill_at = -1, fail_at = -1, calls, tries;
static const char *kill_note, *fail_note;
static const volatile int64_t* stopped;

__attribute__((constructor)) static void begin(void) {
  const char* at = getenv("KILL_AT");
  const char* clock_file = getenv("STOPPED_CLOCK");
  kill_note = getenv("KILL_NOTE");
  if (at) kill_at = strtol(at, NULL, 10);
  const char* fails = getenv("FAIL_AT");
  fail_note = getenv("FAIL_NOTE");
  if (fails) fail_at = strtol(fails, NULL, 10);
  if (!clock_file) return;
  int file = open(clock_file, O_RDONLY | O_CLOEXEC);
  void* page = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (file < 0 || page == MAP_FAILED) abort();
  stopped = page;
}

static int is_log(int file) {
  char link[64], name[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t size = readlink(link, name, sizeof name - 1);
  if (size < 4) return 0;
  return memcmp(name + size - 4, "-wal", 4) == 0;
}

static void note(const char* path, const char* call, long number) {
  char words[64];
  int size = snprintf(words, sizeof words, "%s %ld\n", call, number);
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  syscall(SYS_write, file, words, (size_t)size);
  close(file);
}

/* Whether this call is the one that fails. */
static int fails(int file, const char* call, int error) {
  if (fail_at < 0 || !is_log(file) || ++tries != fail_at) return 0;
  note(fail_note, call, tries);
  errno = error;
  return 1;
}

static void die(const char* call) {
  note(kill_note, call, calls);
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static ssize_t log_write(int file, const void* bytes, size_t size, off64_t at) {
  if (fails(file, "write", ENOSPC)) return -1;
  if (kill_at > 0 && is_log(file) && ++calls == kill_at) {
    if (calls % 2) syscall(SYS_pwrite64, file, bytes, size / 2, at);
    die(calls % 2 ? "half a write" : "write");
  }
  ssize_t (*next)(int, const void*, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
  return next(file, bytes, size, at);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  return log_write(file, bytes, size, at);
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  return log_write(file, bytes, size, at);
}

static int log_sync(int file, const char* name) {
  if (fails(file, "sync", EIO)) return -1;
  if (kill_at == 0 && is_log(file)) die("sync");
  int (*next)(int) = dlsym(RTLD_NEXT, name);
  return next(file);
}
int fdatasync(int file) { return log_sync(file, "fdatasync"); }
int fsync(int file) { return log_sync(file, "fsync"); }

int clock_gettime(clockid_t clock, struct timespec* at) {
  if (!stopped || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) {
    return (int)syscall(SYS_clock_gettime, clock, at);
  }
  at->tv_sec = *stopped / 1000000;
  at->tv_nsec = *stopped % 1000000 * 1000;
  return 0;
}
int gettimeofday(struct timeval* restrict at, void* restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return 0;
}
time_t time(time_t* into) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (into) *into = now.tv_sec;
  return now.tv_sec;
}
