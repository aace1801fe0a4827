"""How much of a policy its tests have shown: conditions both ways, edges from both sides."""
