// Counts what a thread takes from the heap, for tests that promise to take nothing, or little.
#pragma once

#include <stdint.h>

// Whether allocations can be counted here: with glibc, and without a sanitizer that has an allocator of its own.
int allocation_counter_works(void);

// How many times the calling thread has allocated since it began: malloc, calloc, realloc and the aligned kinds.
int64_t allocation_count(void);

// How many bytes the thread has taken and not given back. Only differences mean something: what another thread gives back
// counts there.
int64_t held_bytes(void);

// The most that the thread has held since its peak was last forgotten.
int64_t peak_held_bytes(void);

// Lets the peak begin anew at what is held now.
void forget_peak(void);
