"""What history holds already of readings that are about to be recorded."""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from corridors.domain.readings import PriceReading
from corridors.models import Price
from corridors.rows import Identity


def stored_among(suspects: Mapping[str, PriceReading]) -> set[str]:
    """Which of these readings, by fingerprint, are stored: prices move on, and a replay brings old ones.

    One query.
    """
    days = {reading.statement.observed_at for reading in suspects.values()}
    stored = Price.objects.filter(observed_at__in=days, fingerprint__in=list(suspects))
    return set(stored.order_by().values_list("fingerprint", flat=True))


class Stored:
    """What earlier runs stored of some survey readings' periods: fingerprints, and lines by source id."""

    def __init__(self, readings: Sequence[PriceReading], run_id: int) -> None:
        self.fingerprints: set[str] = set()
        self._lines: dict[tuple[int, str, int | None, str], int] = {}
        surveyed = [reading.statement for reading in readings if reading.statement.period]
        if not surveyed:
            return
        days, periods = {said.observed_at for said in surveyed}, {said.period for said in surveyed}
        earlier = (
            Price.objects.filter(Q(observed_at__in=days) | Q(period__in=periods))
            .exclude(run_id=run_id)
            .order_by()
            .values_list("fingerprint", "service_id", "period", "price_point", "source_line", "id")
        )
        for digest, service_id, period, price_point, source_line, price_id in earlier:
            self.fingerprints.add(digest)
            if source_line:
                line = service_id, period, price_point, source_line
                # Of a line that was corrected before, the last correction is the one that stands.
                self._lines[line] = max(price_id, self._lines.get(line, 0))

    def same_line(self, reading: PriceReading, identity: Identity) -> int | None:
        """The stored price that a new reading corrects: same service, period, price point and source's id."""
        said = reading.statement
        return self._lines.get((identity.service_id, said.period, reading.price_point, said.source_line))
