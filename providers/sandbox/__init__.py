"""A local server of invented prices in real formats, for trying the site and for breaking it on purpose."""
