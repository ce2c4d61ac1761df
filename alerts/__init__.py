"""Price alerts by mail: no account, confirmed first, at most one a day, forgotten on request."""
