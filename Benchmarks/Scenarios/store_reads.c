// Passthrough
// SPDX-License-Identifier: Apache-2.0

// Preloaded into the server it counts how often the table of connections is read, in the file that
// PASSTHROUGH_STORE_READS names: four native 64-bit numbers. The first is the count. The second is how long each of
// these reads takes in addition, in microseconds: a slow disk, for those who wait.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct numbers {
    _Atomic uint64_t reads, delay, unused[2];
};

static struct numbers own;
static struct numbers *numbers = &own;
static int (*step)(void *), (*is_busy)(void *);
static const char *(*text)(void *);

__attribute__((constructor)) static void prepare(void) {
    step = (int (*)(void *))dlsym(RTLD_NEXT, "sqlite3_step");
    is_busy = (int (*)(void *))dlsym(RTLD_NEXT, "sqlite3_stmt_busy");
    text = (const char *(*)(void *))dlsym(RTLD_NEXT, "sqlite3_sql");
    const char *path = getenv("PASSTHROUGH_STORE_READS");
    int file = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *page = mmap(NULL, sizeof(struct numbers), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (page != MAP_FAILED) numbers = page;
}

/// A statement is stepped once a row; only the first step begins a read.
int sqlite3_step(void *statement) {
    if (!is_busy(statement)) {
        const char *sql = text(statement);
        if (sql != NULL && strncmp(sql, "SELECT", 6) == 0 && strstr(sql, "FROM connections") != NULL) {
            atomic_fetch_add(&numbers->reads, 1);
            uint64_t delay = atomic_load(&numbers->delay);
            struct timespec pause = {.tv_sec = delay / 1000000, .tv_nsec = delay % 1000000 * 1000};
            if (delay != 0) nanosleep(&pause, NULL);
        }
    }
    return step(statement);
}
