"""Corridors: what it costs to send money from one country to another, now and in history."""
