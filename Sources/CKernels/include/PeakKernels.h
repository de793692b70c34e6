// What this machine can do at best, measured by loops that do nothing else. The bounds of every other kernel.
#ifndef ESPALIER_PEAK_KERNELS_H
#define ESPALIER_PEAK_KERNELS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Reads all bytes once, on all threads, and returns their sum as 64-bit words, which nobody needs.
uint64_t espalier_stream_read(
    const void *bytes,    // (count)
    int64_t count);       // a multiple of 512

// Multiplies and adds in registers, on all threads, with the vectors of the variant in use and the instructions of an
// arithmetic; returns how many operations that were, a multiplication and its addition counting as two.
double espalier_multiply_add(
    int arithmetic,       // ESPALIER_SINGLES and so on
    int64_t steps,        // in each of the parts that threads share
    float *results);      // (ESPALIER_PEAK_PARTS), so that nothing is optimised away

enum { ESPALIER_PEAK_PARTS = 64 };

#ifdef __cplusplus
}
#endif

#endif
