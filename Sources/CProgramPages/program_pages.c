//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

#define _GNU_SOURCE

#include "program_pages.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// Segments that were never writable hold nothing but the file's bytes. Others may hold what the loader or the program
// wrote, also when they are read-only by now. Both ends are rounded inwards: a page that two segments share stays.
static int give_back(struct dl_phdr_info *image, size_t size, void *unused) {
    (void)size;
    (void)unused;
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < image->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &image->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) != 0) continue;
        uintptr_t start = (uintptr_t)image->dlpi_addr + segment->p_vaddr;
        uintptr_t end = (start + segment->p_filesz) / page * page;
        start = (start + page - 1) / page * page;
        // Failing costs memory, nothing else.
        if (end > start) (void)madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void program_pages_give_back(void) { (void)dl_iterate_phdr(give_back, NULL); }

void program_heap_trim(void) { (void)malloc_trim(0); }
