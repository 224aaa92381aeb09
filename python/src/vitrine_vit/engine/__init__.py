"""The process that holds a model of PyTorch for `extract --engine torch`.

`extract` starts `python -m vitrine_vit.engine`, lists, decodes and prepares the images, and writes
the file. This package loads the model (`loading`), finds its blocks (`structure`), records what
they compute (`capture`) and answers batch by batch (`serving`). The two talk by lines of JSON and
share memory for pixels and tokens (`channel`); Documentation/Engine.md describes both.

Needs torch, and timm, transformers or open_clip for their models.
"""
