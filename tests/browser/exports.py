"""Where the browser tests' exports are, by their state."""

from uuid import UUID

STATES = ("waiting", "running", "done", "failed", "expired")
EXPORTS = {state: UUID(int=number) for number, state in enumerate(STATES, start=1)}
