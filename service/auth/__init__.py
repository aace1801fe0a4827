"""Who calls: keys, what each may do, and how much of it."""
