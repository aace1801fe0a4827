"""Files in, typed evidence and rejects out."""
