"""`manage.py check_sources`: whether every source that is collected from still gives what it should."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from providers.health import Known, State, complaints, health_of
from providers.source_selectors import known_sources
from providers.sources import pulled


class Command(BaseCommand):
    help = (
        "Name each stale or failing source among those that this deployment collects from, and exit 1 when "
        "there is one. For cron and CI. Sources whose files are loaded by hand are not looked at."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        known = known_sources(now)
        states = {facts.key: health_of(facts, known.get(facts.key, Known()), now=now) for facts in pulled()}
        troubled = [key for key, state in states.items() if state.needs_attention]
        for key in troubled:
            for line in complaints(key, states[key], known[key]):
                self.stderr.write(line)
        if troubled:
            raise CommandError(f"{len(troubled)} of {len(states)} sources need attention")
        waiting = sum(State.WAITING in state.states for state in states.values())
        well = sum(State.WORKING in state.states for state in states.values())
        self.stdout.write(f"{well} sources are well" + (f"; {waiting} gave nothing yet" if waiting else ""))
