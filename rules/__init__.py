"""What a policy says: YAML text in, a checked, engine-neutral Program out."""
