//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

#ifndef PROGRAM_PAGES_H
#define PROGRAM_PAGES_H

/// Takes the program's own code and constants out of the process's resident memory; they come back page by page, from
/// the page cache, when they are used again.
void program_pages_give_back(void);

/// Returns what the allocator holds and nobody uses.
void program_heap_trim(void);

#endif
