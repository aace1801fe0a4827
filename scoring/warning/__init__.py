"""Early warning: what is a few points, or one event, away."""
