// The system's OpenBLAS: its CBLAS interface and the calls that tell which kernels it runs on.
#include <cblas.h>
