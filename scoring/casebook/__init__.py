"""Policy tests as data: a file of cases beside a policy, read, run and compared."""
