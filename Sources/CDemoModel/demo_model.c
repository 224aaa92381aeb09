#include "demo_model.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char bytes[] = {
#embed "demo-model.safetensors"
};

const unsigned char *demo_model_bytes(void) { return bytes; }

size_t demo_model_count(void) { return sizeof bytes; }
