"""What lint knows: each module yields diagnostics about one side of a policy."""
