"""Which records met which rules, and what of their points is left."""
