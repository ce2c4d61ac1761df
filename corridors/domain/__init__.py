"""The rules of comparing remittances: standard library only, no clock, no I/O, no globals that change."""
