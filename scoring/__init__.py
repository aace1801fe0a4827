"""What a Program means for evidence: evidence in, assessments out."""
