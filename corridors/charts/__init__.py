"""Pictures drawn on the server: what they show, how they look, and how they are served."""
