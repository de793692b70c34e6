// The number types of GGUF files that store blocks of a few bits a number, as ggml defines them.
#ifndef ESPALIER_BLOCK_DECODING_H
#define ESPALIER_BLOCK_DECODING_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The numbers that types have in files.
enum {
    ESPALIER_GGUF_Q4_0 = 2,
    ESPALIER_GGUF_Q4_1 = 3,
    ESPALIER_GGUF_Q5_0 = 6,
    ESPALIER_GGUF_Q5_1 = 7,
    ESPALIER_GGUF_Q8_0 = 8,
    ESPALIER_GGUF_Q2_K = 10,
    ESPALIER_GGUF_Q3_K = 11,
    ESPALIER_GGUF_Q4_K = 12,
    ESPALIER_GGUF_Q5_K = 13,
    ESPALIER_GGUF_Q6_K = 14,
    ESPALIER_GGUF_IQ4_NL = 20,
    ESPALIER_GGUF_IQ4_XS = 23,
    ESPALIER_GGUF_MXFP4 = 39,
};

// Decodes whole blocks of a type to singles, by the very operations of the reference, so that the bits are the same.
// Returns 0, and writes nothing, for a type that is none of these.
int espalier_decode_blocks(int type, const void *blocks, int64_t count, float *numbers);

#ifdef __cplusplus
}
#endif

#endif
