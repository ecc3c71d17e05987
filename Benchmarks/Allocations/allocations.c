// Passthrough
// SPDX-License-Identifier: Apache-2.0

// Counts allocations. Linked into a program it is asked by `allocations_so_far`; preloaded into one
// (LD_PRELOAD) it counts in the file that PASSTHROUGH_ALLOCATIONS names, three native 64-bit numbers:
// allocations, bytes asked for, and releases.

#define _GNU_SOURCE
#include "include/allocations.h"

#include <stddef.h>

#ifdef __linux__
#include <features.h>
#endif

#ifdef __GLIBC__
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct counts {
    _Atomic uint64_t allocations, bytes, releases;
};

static struct counts own;
static struct counts *_Atomic counts = &own;

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static void *counted(void *memory, size_t size) {
    struct counts *now = atomic_load_explicit(&counts, memory_order_relaxed);
    atomic_fetch_add_explicit(&now->allocations, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&now->bytes, size, memory_order_relaxed);
    return memory;
}

void *malloc(size_t size) { return counted(__libc_malloc(size), size); }
void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size), count * size); }
void *realloc(void *memory, size_t size) { return counted(__libc_realloc(memory, size), size); }
void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size), size); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

void *reallocarray(void *memory, size_t count, size_t size) {
    size_t all;
    if (__builtin_mul_overflow(count, size, &all)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(memory, all);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
    void *made = memalign(alignment, size);
    if (made == NULL) return ENOMEM;
    *memory = made;
    return 0;
}

void free(void *memory) {
    if (memory == NULL) return;
    struct counts *now = atomic_load_explicit(&counts, memory_order_relaxed);
    atomic_fetch_add_explicit(&now->releases, 1, memory_order_relaxed);
    __libc_free(memory);
}

// What was counted before this runs stays uncounted in the file: readers compare two moments.
__attribute__((constructor)) static void share(void) {
    const char *path = getenv("PASSTHROUGH_ALLOCATIONS");
    if (path == NULL) return;
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *page = mmap(NULL, sizeof(struct counts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (page != MAP_FAILED) atomic_store_explicit(&counts, (struct counts *)page, memory_order_relaxed);
}

uint64_t allocations_so_far(void) {
    struct counts *now = atomic_load_explicit(&counts, memory_order_relaxed);
    return atomic_load_explicit(&now->allocations, memory_order_relaxed);
}

int allocations_are_counted(void) { return 1; }

#else
uint64_t allocations_so_far(void) { return 0; }
int allocations_are_counted(void) { return 0; }
#endif
