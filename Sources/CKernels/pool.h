// The threads that kernels share their work among: they spin briefly between parallel regions, then park.
#ifndef ESPALIER_POOL_H
#define ESPALIER_POOL_H

#include <stdint.h>

// Calls body(context, begin, end, worker) for parts of 0 ..< count whose bounds are multiples of `grain`, and returns
// when all are done, on the threads of the pool that the calling thread has entered. `worker` tells calls that run at the same time apart, 0 ..< most_threads; no more threads take part,
// even if their number is raised meanwhile. Runs everything on the calling thread, in one part, where another caller
// has the pool, or where there is one thread or one grain only.
void espalier_parallel(
    int64_t count, int64_t grain, int most_threads, void (*body)(void *context, int64_t begin, int64_t end, int worker), void *context);

#endif
