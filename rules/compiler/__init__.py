"""Model → Program, a pass per part of the policy; `rules.compile` runs them."""
