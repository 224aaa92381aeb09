#include "nouns.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char bytes[] = {
#embed "nouns.txt"
};

const unsigned char *nouns_bytes(void) { return bytes; }

size_t nouns_count(void) { return sizeof bytes; }
