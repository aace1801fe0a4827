"""What if the evidence of one subject were otherwise: changes, tried by assessing anew."""
