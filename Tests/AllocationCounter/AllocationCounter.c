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

// A program's own malloc takes the place of the library's in all of its libraries; these are the library's other names.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static __thread int64_t count;
static __thread int64_t bytes;

int allocation_counter_works(void) { return 1; }

int64_t allocation_count(void) { return count; }

int64_t allocated_bytes(void) { return bytes; }

static void note(size_t size) {
    count += 1;
    bytes += size < INT64_MAX / 2 ? (int64_t)size : INT64_MAX / 2;
}

void *malloc(size_t size) {
    note(size);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    note(size != 0 && number > SIZE_MAX / size ? SIZE_MAX : number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
    note(size);
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    note(size);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    note(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    note(size);
    void *block = __libc_memalign(alignment, size);
    if (block == NULL) return ENOMEM;
    *memory = block;
    return 0;
}

#else

int allocation_counter_works(void) { return 0; }

int64_t allocation_count(void) { return 0; }

int64_t allocated_bytes(void) { return 0; }

#endif
