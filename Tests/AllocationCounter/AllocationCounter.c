#include "AllocationCounter.h"

#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HAS_OWN_ALLOCATOR
#endif
#endif

#if defined(__GLIBC__) && !defined(HAS_OWN_ALLOCATOR)

#include <errno.h>
#include <malloc.h>

// A program's own malloc takes the place of the library's in all of its libraries; these are the library's other names.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static __thread int64_t count;
static __thread int64_t held;
static __thread int64_t peak;

int allocation_counter_works(void) { return 1; }

int64_t allocation_count(void) { return count; }

int64_t held_bytes(void) { return held; }

int64_t peak_held_bytes(void) { return peak; }

void forget_peak(void) { peak = held; }

static void *taken(void *memory) {
    count += 1;
    held += (int64_t)malloc_usable_size(memory);
    if (held > peak) peak = held;
    return memory;
}

void *malloc(size_t size) { return taken(__libc_malloc(size)); }

void *calloc(size_t number, size_t size) { return taken(__libc_calloc(number, size)); }

void *realloc(void *memory, size_t size) {
    int64_t old = (int64_t)malloc_usable_size(memory);
    void *block = __libc_realloc(memory, size);
    if (block != NULL || size == 0) held -= old;
    return taken(block);
}

void *memalign(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size)); }

void *aligned_alloc(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size)); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    void *block = taken(__libc_memalign(alignment, size));
    if (block == NULL) return ENOMEM;
    *memory = block;
    return 0;
}

void free(void *memory) {
    held -= (int64_t)malloc_usable_size(memory);
    __libc_free(memory);
}

#else

int allocation_counter_works(void) { return 0; }

int64_t allocation_count(void) { return 0; }

int64_t held_bytes(void) { return 0; }

int64_t peak_held_bytes(void) { return 0; }

void forget_peak(void) {}

#endif
