//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import CProgramPages

/// What starting needed and serving does not: reading options, the schema, the catalogue, the runtime's tables.
enum StartMemory {
    /// Returns it to the system, code and constants as well as heap.
    ///
    /// Nothing is lost: a page of the program that is used again is mapped again from the page cache.
    static func giveBack() {
        program_heap_trim()
        program_pages_give_back()
    }
}
