"""The doors: everything that faces a person or a machine outside."""
