#ifndef NOUNS_H
#define NOUNS_H

#include <stddef.h>

/// The embedded list of nouns, UTF-8, one a line; LICENSE.txt has its terms.
const unsigned char *nouns_bytes(void);
size_t nouns_count(void);

#endif
