"""What a Program is made of: frozen values, one file per part of a policy."""
