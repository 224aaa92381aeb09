// Plain structures for complex numbers, so that the header imports; none is used here.
#define LAPACK_COMPLEX_STRUCTURE 1
#define HAVE_LAPACK_CONFIG_H 1
#include <lapacke.h>
