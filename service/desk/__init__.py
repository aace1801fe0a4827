"""What answers a request: from a body of bytes to decisions, in worker processes."""
