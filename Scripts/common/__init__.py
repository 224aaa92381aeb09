"""Modules that several scripts import; a script puts Scripts/ on its path first."""
