"""What is news to somebody who asked for an alert: standard library only, no clock, no I/O."""
