"""Pages about sources: how prices and rates come in, and how that goes."""
