"""A district's supplement laid over a base policy: what is open, within which bounds."""
