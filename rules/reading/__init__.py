"""How a policy's YAML text becomes nodes that know their place, one concern per file."""
