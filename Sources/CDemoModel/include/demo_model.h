#ifndef DEMO_MODEL_H
#define DEMO_MODEL_H

#include <stddef.h>

/// The embedded default model, a safetensors file; Documentation/DemoModel.md is its card.
const unsigned char *demo_model_bytes(void);
size_t demo_model_count(void);

#endif
