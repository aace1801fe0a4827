"""A mapping proposed from what a sheet shows; its author decides."""
