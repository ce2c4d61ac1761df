"""Rules of the desk that need nothing but Python."""
