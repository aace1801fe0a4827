"""Whether the tests of a policy would notice a slip in it: small changes, each tried."""
