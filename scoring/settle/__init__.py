"""What frozen results come to by the signatures that count."""
