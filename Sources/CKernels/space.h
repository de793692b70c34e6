// Memory that a thread keeps from call to call.
#ifndef ESPALIER_SPACE_H
#define ESPALIER_SPACE_H

#include <stdint.h>

// Room for `count` singles, aligned to a line of the cache. It belongs to the calling thread until that asks again or ends;
// it grows as needed and never shrinks, so that steady work allocates nothing. Ends the process where there is no memory.
float *espalier_space(int64_t count);

#endif
