"""Which services are digital from end to end.

The World Bank's digital remittance index counts a service that is paid for with an electronic instrument,
online or at a machine, and received in an account: at a bank, another institution, a card's or a mobile
money operator's. Source: docs/methodology.md, section 5.
"""

from collections.abc import Collection

from corridors.domain.codes import Access, PayIn, PayOut
from corridors.domain.statistic_codes import Digital

DIGITAL_PAY_IN = frozenset({PayIn.BANK_ACCOUNT, PayIn.CARD, PayIn.PREPAID_CARD, PayIn.MOBILE_MONEY})
DIGITAL_ACCESS = frozenset({Access.INTERNET, Access.MOBILE_APP, Access.ATM})
DIGITAL_PAY_OUT = frozenset(
    {
        PayOut.BANK_ACCOUNT,
        PayOut.PARTNER_BANK_ACCOUNT,
        PayOut.MOBILE_MONEY,
        PayOut.PREPAID_CARD,
        PayOut.CARD,
    }
)


def digital(*, pay_in: Collection[str], access: Collection[str], pay_out: Collection[str]) -> Digital | None:
    """Whether a service can be used digitally at every step; None when an unstated step decides it.

    Of several ways at one step one digital way is enough.
    """
    steps = ((pay_in, DIGITAL_PAY_IN), (access, DIGITAL_ACCESS), (pay_out, DIGITAL_PAY_OUT))
    if any(stated and ways.isdisjoint(stated) for stated, ways in steps):
        return Digital.NOT_DIGITAL
    return Digital.DIGITAL if all(stated for stated, _ in steps) else None
