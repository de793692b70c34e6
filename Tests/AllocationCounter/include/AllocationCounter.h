// Counts what a thread takes from the heap, for tests that promise to take nothing.
#pragma once

#include <stdint.h>

// Whether allocations can be counted here: with glibc, and without a sanitizer that has an allocator of its own.
int allocation_counter_works(void);

// How many times the calling thread has allocated since it began: malloc, calloc, realloc and the aligned kinds.
int64_t allocation_count(void);

// How many bytes these allocations asked for together, whether or not they have been given back.
int64_t allocated_bytes(void);
