"""Providers: who offers services, and where their prices are learned from."""
