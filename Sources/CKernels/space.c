#include "space.h"

#include "CKernels.h"

#include <pthread.h>
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

struct space {
    float *memory;
    int64_t count;
};

// A key, not a thread-local variable: its destructor frees the memory of a thread that ends.
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void release(void *space) {
    free(((struct space *)space)->memory);
    free(space);
}

static void make_key(void) {
    if (pthread_key_create(&key, release) != 0) abort();
}

static struct space *own_space(void) {
    pthread_once(&once, make_key);
    struct space *space = pthread_getspecific(key);
    if (space) return space;
    space = calloc(1, sizeof *space);
    if (!space || pthread_setspecific(key, space) != 0) abort();
    return space;
}

float *espalier_space(int64_t count) {
    struct space *space = own_space();
    if (space->count >= count) return space->memory;
    free(space->memory);
    space->count = (count + 15) / 16 * 16;
    space->memory = aligned_alloc(64, (size_t)(4 * space->count));
    if (!space->memory) abort();
    return space->memory;
}

void espalier_keep_freed_memory(void) {
#if defined(__GLIBC__)
    // The largest block that the library lets one keep; what may lie unused at the heap's end, and how much that grows at a
    // time.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    mallopt(M_TOP_PAD, 16 << 20);
#endif
}
