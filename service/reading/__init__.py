"""Bodies of requests: bytes to checked JSON, whatever the sender sends."""
