"""Which stored service and corridor a reading is of, created where missing."""

from collections.abc import Iterable, Mapping

from corridors.domain.readings import ServiceKey
from corridors.models import Corridor, Service
from corridors.rows import Identity
from corridors.storage import add_rows


def identify(keys: Iterable[ServiceKey], provider_ids: Mapping[str, int]) -> dict[ServiceKey, Identity]:
    """The stored service and corridor of each key, created where missing. Safe to repeat."""
    wanted = list(keys)
    if not wanted:
        return {}
    slugs = {f"{key.source}-{key.destination}".lower(): key for key in wanted}
    Corridor.objects.bulk_create(
        [
            Corridor(
                slug=slug,
                source_id=key.source,
                destination_id=key.destination,
                send_currency=key.send_currency,
                receive_currency=key.receive_currency,
            )
            for slug, key in sorted(slugs.items())
        ],
        ignore_conflicts=True,
    )
    corridor_ids = dict(Corridor.objects.filter(slug__in=slugs).values_list("slug", "id"))
    columns = {key: _service_columns(key, corridor_ids, provider_ids) for key in wanted}
    names = ("provider_id", "corridor_id", "pay_in", "access", "pay_out", "send_currency", "receive_currency")
    add_rows(Service, names, sorted(columns.values()), key=names)
    stored = {
        row[1:]: row[0]
        for row in Service.objects.filter(
            corridor_id__in=corridor_ids.values(), provider_id__in={values[0] for values in columns.values()}
        ).values_list("id", *names)
    }
    return {key: Identity(stored[values], values[1]) for key, values in columns.items()}


def _service_columns(
    key: ServiceKey, corridor_ids: Mapping[str, int], provider_ids: Mapping[str, int]
) -> tuple[int, int, str, str, str, str, str]:
    return (
        provider_ids[key.provider],
        corridor_ids[f"{key.source}-{key.destination}".lower()],
        ",".join(key.pay_in),
        ",".join(key.access),
        ",".join(key.pay_out),
        key.send_currency,
        key.receive_currency,
    )
