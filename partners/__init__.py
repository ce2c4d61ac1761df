"""Partners: keys, and the prices they send us."""
