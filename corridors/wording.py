"""What each code of the domain is called on a page, in the reader's language.

Short labels complete a phrase ("pay in cash, they collect cash"); sentences stand alone.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from corridors.domain.codes import (
    Access,
    AmountBasis,
    CollectionMethod,
    Coverage,
    FeeConvention,
    PayIn,
    PayOut,
    ProviderType,
    RateBasis,
    RateFixedAt,
    Reason,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Text: TypeAlias = "str | StrPromise"

REASONS: Mapping[Reason, Text] = {
    Reason.RATE_NOT_DISCLOSED: gettext_lazy("This company does not say its exchange rate."),
    Reason.FEE_NOT_DISCLOSED: gettext_lazy("This company does not say its fee."),
    Reason.PRICE_TOO_OLD: gettext_lazy("The last price we saw is too old to act on."),
    Reason.NOT_IN_LATEST_SURVEY: gettext_lazy(
        "The latest survey did not see this service; an earlier one did."
    ),
    Reason.PROMOTION: gettext_lazy("This price is a limited offer, not the price everyone pays."),
    Reason.AMOUNT_OUT_OF_RANGE: gettext_lazy("No price was seen near this amount."),
    Reason.ENDED: gettext_lazy("This service has ended."),
    Reason.NO_REFERENCE_RATE: gettext_lazy(
        "We know the share lost in the exchange rate, but no reference rate of that day to work it out from."
    ),
    Reason.OTHER_CURRENCY: gettext_lazy(
        "This service works in other currencies, so its amounts can’t be compared."
    ),
}

PAY_IN: Mapping[PayIn, Text] = {
    PayIn.CASH: gettext_lazy("cash"),
    PayIn.BANK_ACCOUNT: gettext_lazy("bank account"),
    PayIn.CARD: gettext_lazy("debit or credit card"),
    PayIn.PREPAID_CARD: gettext_lazy("prepaid card"),
    PayIn.MOBILE_MONEY: gettext_lazy("mobile money"),
    PayIn.MONEY_ORDER: gettext_lazy("money order"),
    PayIn.CASHIERS_CHEQUE: gettext_lazy("cashier’s cheque"),
}

# They complete "Pay …": "Pay in cash or by card".
PAY_IN_WAYS: Mapping[PayIn, Text] = {
    PayIn.CASH: gettext_lazy("in cash"),
    PayIn.BANK_ACCOUNT: gettext_lazy("from a bank account"),
    PayIn.CARD: gettext_lazy("by card"),
    PayIn.PREPAID_CARD: gettext_lazy("with a prepaid card"),
    PayIn.MOBILE_MONEY: gettext_lazy("with mobile money"),
    PayIn.MONEY_ORDER: gettext_lazy("by money order"),
    PayIn.CASHIERS_CHEQUE: gettext_lazy("by cashier’s cheque"),
}

ACCESS: Mapping[Access, Text] = {
    Access.BRANCH: gettext_lazy("at a branch"),
    Access.AGENT: gettext_lazy("at an agent"),
    Access.POST_OFFICE: gettext_lazy("at a post office"),
    Access.CALL_CENTER: gettext_lazy("by telephone"),
    Access.INTERNET: gettext_lazy("online"),
    Access.MOBILE_APP: gettext_lazy("in an app"),
    Access.HOME: gettext_lazy("at your home"),
    Access.ATM: gettext_lazy("at a cash machine"),
}

PAY_OUT: Mapping[PayOut, Text] = {
    PayOut.CASH: gettext_lazy("cash"),
    PayOut.BANK_ACCOUNT: gettext_lazy("bank account"),
    PayOut.PARTNER_BANK_ACCOUNT: gettext_lazy("account at a partner bank"),
    PayOut.MOBILE_MONEY: gettext_lazy("mobile money"),
    PayOut.HOME_DELIVERY: gettext_lazy("brought to their home"),
    PayOut.ATM: gettext_lazy("cash machine"),
    PayOut.PREPAID_CARD: gettext_lazy("prepaid card"),
    PayOut.CARD: gettext_lazy("bank card"),
}

# They complete "Arrives …": "Arrives in cash or in a bank account".
PAY_OUT_WAYS: Mapping[PayOut, Text] = {
    PayOut.CASH: pgettext_lazy("how money arrives", "in cash"),
    PayOut.BANK_ACCOUNT: gettext_lazy("in a bank account"),
    PayOut.PARTNER_BANK_ACCOUNT: gettext_lazy("in an account at a partner bank"),
    PayOut.MOBILE_MONEY: gettext_lazy("in a mobile wallet"),
    PayOut.HOME_DELIVERY: gettext_lazy("at their home"),
    PayOut.ATM: pgettext_lazy("how money arrives", "at a cash machine"),
    PayOut.PREPAID_CARD: gettext_lazy("on a prepaid card"),
    PayOut.CARD: gettext_lazy("on a bank card"),
}

PROVIDER_TYPES: Mapping[ProviderType, Text] = {
    ProviderType.BANK: gettext_lazy("bank"),
    ProviderType.MONEY_TRANSFER_OPERATOR: gettext_lazy("money transfer company"),
    ProviderType.POST_OFFICE: gettext_lazy("post office"),
    ProviderType.MOBILE_OPERATOR: gettext_lazy("mobile operator"),
    ProviderType.CREDIT_UNION: gettext_lazy("credit union"),
    ProviderType.BUILDING_SOCIETY: gettext_lazy("building society"),
    ProviderType.NON_BANK_FI: gettext_lazy("other financial company"),
}

COVERAGE: Mapping[Coverage, Text] = {
    Coverage.NATIONWIDE: gettext_lazy("in the whole country"),
    Coverage.MAJOR_CITIES: gettext_lazy("in the larger cities"),
    Coverage.MAIN_CITY: gettext_lazy("in the main city"),
    Coverage.URBAN_ONLY: gettext_lazy("in towns only"),
    Coverage.RURAL_ONLY: gettext_lazy("in the countryside only"),
}

BASES: Mapping[AmountBasis, Text] = {
    AmountBasis.TARIFF: gettext_lazy("From the published tariff."),
    AmountBasis.OBSERVED: gettext_lazy("Price seen at this amount."),
    AmountBasis.INTERPOLATED: gettext_lazy("Estimated between two amounts at which prices were seen."),
    AmountBasis.EXTRAPOLATED: gettext_lazy("Estimated from the nearest amount at which a price was seen."),
}

FEE_CONVENTIONS: Mapping[FeeConvention, Text] = {
    FeeConvention.ON_TOP: gettext_lazy("The fee is paid on top of the money sent."),
    FeeConvention.INSIDE: gettext_lazy("The fee is taken out of the money sent."),
    FeeConvention.UNKNOWN: gettext_lazy("It is not said whether the fee comes on top; we count it on top."),
}

# They complete "Exchange rate: 1 AED = 11.8 PHP, …".
RATE_BASES: Mapping[RateBasis, Text] = {
    RateBasis.STATED: gettext_lazy("as the company states it"),
    RateBasis.FROM_MARGIN: gettext_lazy("worked out from the share the survey found lost in it"),
    RateBasis.UNDISCLOSED: gettext_lazy("not disclosed"),
}

RATE_FIXED_AT: Mapping[RateFixedAt, Text] = {
    RateFixedAt.SEND: gettext_lazy("The exchange rate is fixed when you pay."),
    RateFixedAt.PAYOUT: gettext_lazy(
        "The exchange rate is fixed when the money is paid out: it may still change."
    ),
}

COLLECTION_METHODS: Mapping[CollectionMethod, Text] = {
    CollectionMethod.PROVIDER_API: gettext_lazy("asked of the company’s computer"),
    CollectionMethod.PUBLISHED_TARIFF: gettext_lazy("read in the published tariff"),
    CollectionMethod.MYSTERY_SHOPPING: gettext_lazy("asked as a customer would"),
    CollectionMethod.PROVIDER_SUBMISSION: gettext_lazy("sent in by the company"),
    CollectionMethod.SURVEY: gettext_lazy("seen in a survey"),
}

# By the codes of asking.SPEEDS.
SPEEDS: Mapping[str, Text] = {
    "one_hour": gettext_lazy("within 1 hour"),
    "same_day": gettext_lazy("the same day"),
    "next_day": gettext_lazy("by the next day"),
    "two_days": gettext_lazy("within 2 days"),
    "five_days": gettext_lazy("within 5 days"),
}

# Sources that are this site's own work. Others are called what their publishers call them.
OUR_SOURCES: Mapping[str, Text] = {
    "Mystery shopping by this service": gettext_lazy("Mystery shopping by this service"),
    "Price lists collected by this service": gettext_lazy("Price lists collected by this service"),
    "Prices sent in by providers": gettext_lazy("Prices sent in by providers"),
}

HOUR = 60
DAY = 24 * HOUR


def source_name(name: str) -> str:
    """What a source is called on a page: our own in the reader's language."""
    return str(OUR_SOURCES.get(name, name))


def speed_in_words(min_minutes: int | None, max_minutes: int | None) -> str:
    """When the money arrives: "within 1 hour", "the same day", "in 3 to 5 days". None is "not known"."""
    if max_minutes is None:
        if min_minutes is None:
            return _("speed not known")
        return _("takes %(time)s or more") % {"time": _duration(min_minutes)}
    if max_minutes == 0:
        return _("at once")
    if max_minutes <= HOUR or (not min_minutes and max_minutes < DAY - 1):
        return _("within %(time)s") % {"time": _duration(max_minutes)}
    if max_minutes < DAY:
        return _("the same day")
    if max_minutes == DAY:
        return _("the next day") if min_minutes == DAY else _("by the next day")
    if not min_minutes:
        return _("within %(time)s") % {"time": _duration(max_minutes)}
    if min_minutes == max_minutes:
        return _("in %(time)s") % {"time": _duration(max_minutes)}
    if min_minutes % DAY == max_minutes % DAY == 0:
        longest = _duration(max_minutes)
        return _("in %(least)s to %(longest)s") % {"least": min_minutes // DAY, "longest": longest}
    shortest, longest = _duration(min_minutes), _duration(max_minutes)
    return _("in %(least)s to %(longest)s") % {"least": shortest, "longest": longest}


def _duration(minutes: int) -> str:
    """Whole days, hours or minutes, rounded up, so that nothing is promised sooner than it is."""
    if minutes >= DAY:
        days = -(-minutes // DAY)
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    if minutes >= HOUR:
        hours = -(-minutes // HOUR)
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
