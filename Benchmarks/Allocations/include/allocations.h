// Passthrough
// SPDX-License-Identifier: Apache-2.0

#ifndef PASSTHROUGH_ALLOCATIONS_H
#define PASSTHROUGH_ALLOCATIONS_H

#include <stdint.h>

/// How often memory was asked for since the process began, by all of its threads; zero where it is not counted.
uint64_t allocations_so_far(void);

/// Whether this build counts: with glibc only, which has other names for its own functions.
int allocations_are_counted(void);

#endif
