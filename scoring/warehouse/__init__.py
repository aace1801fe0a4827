"""Results as partitioned tables that other engines query."""
