"""Every group and every reason of statistics can be said."""

import pytest
from django.utils.translation import override

from corridors.domain.codes import Access, PayIn, PayOut, ProviderType
from corridors.domain.statistic_codes import Digital, GroupBy, SmartReason
from corridors.facts import country_groups
from corridors.statistics_groups import NOT_STATED, UNCLASSIFIED, WORLD
from corridors.statistics_wording import group_name, smart_sentence

GROUPS = [
    (GroupBy.WORLD, WORLD),
    *((GroupBy.REGION, group) for groups in country_groups().values() for group in groups if group),
    (GroupBy.REGION, UNCLASSIFIED),
    *((GroupBy.INCOME, groups.income) for groups in country_groups().values() if groups.income),
    *((GroupBy.PROVIDER_TYPE, code) for code in ProviderType),
    *((GroupBy.PAY_IN, code) for code in PayIn),
    *((GroupBy.PAY_OUT, code) for code in PayOut),
    *((GroupBy.ACCESS, code) for code in Access),
    *((GroupBy.DIGITAL, code) for code in Digital),
    (GroupBy.PAY_IN, NOT_STATED),
]


@pytest.mark.parametrize(("group_by", "group"), sorted({(by, str(group)) for by, group in GROUPS}))
def test_a_group_has_a_name(group_by: GroupBy, group: str):
    name = group_name(group_by, group)
    assert name
    assert "_" not in name


def test_countries_and_corridors_are_named_in_the_readers_language():
    with override("en"):
        assert group_name(GroupBy.FROM, "AE") == "United Arab Emirates"
        assert group_name(GroupBy.CORRIDOR, "ae-ph") == "United Arab Emirates to Philippines"
    with override("es"):
        assert group_name(GroupBy.TO, "PH") == "Filipinas"


@pytest.mark.parametrize("reason", [None, *SmartReason])
def test_a_verdict_is_a_sentence(reason: SmartReason | None):
    assert smart_sentence(reason).endswith(".")
