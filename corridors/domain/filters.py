"""What a sender asks of a service: a way of paying, a speed, or that it fits their life.

Source: docs/methodology.md, section 4. A service that does not state a thing does not match it.
"""

from dataclasses import dataclass
from enum import StrEnum

from corridors.domain.codes import Coverage, PayIn, PayOut, ProviderType
from corridors.domain.offers import Offer

NEVER = 10**12  # minutes; an unknown speed sorts after every known one

# A card is drawn on an account; a cashier's cheque is bought from one's own bank.
PAID_WITHOUT_BANK = frozenset({PayIn.CASH, PayIn.PREPAID_CARD, PayIn.MOBILE_MONEY, PayIn.MONEY_ORDER})
# "ATM" does not say whether a card of an account is needed, so it does not count.
GOT_WITHOUT_BANK = frozenset({PayOut.CASH, PayOut.MOBILE_MONEY, PayOut.HOME_DELIVERY, PayOut.PREPAID_CARD})
REACHES_FAR = frozenset({Coverage.NATIONWIDE, Coverage.RURAL_ONLY})


class Bank(StrEnum):
    """Whether a person has a bank account. Only its lack narrows the choice."""

    NO = "no"


class Reach(StrEnum):
    """Where the family lives. Only what is far from a city narrows the choice."""

    FAR = "far"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the sender asks of a service. A service that does not state a thing does not match it."""

    pay_in: PayIn | None = None
    pay_out: PayOut | None = None
    max_speed_minutes: int | None = None
    provider_type: ProviderType | None = None
    sender_bank: Bank | None = None
    family_bank: Bank | None = None
    reach: Reach | None = None

    def match(self, offer: Offer) -> bool:
        """Whether a service meets every filter that is set."""
        types = (offer.provider.type, *offer.provider.also_types)
        return (
            (not (self.pay_in or self.sender_bank) or bool(self.ways_to_pay(offer)))
            and (not (self.pay_out or self.family_bank) or bool(self.ways_to_get(offer)))
            and (self.max_speed_minutes is None or slowest(offer) <= self.max_speed_minutes)
            and (self.provider_type is None or self.provider_type in types)
            and (self.reach is None or offer.coverage in REACHES_FAR)
        )

    def ways_to_pay(self, offer: Offer) -> list[PayIn]:
        """The ways of paying a service that are left to the sender: what decides the tax."""
        return [
            way
            for way in offer.pay_in
            if self.pay_in in (None, way) and (self.sender_bank is None or way in PAID_WITHOUT_BANK)
        ]

    def ways_to_get(self, offer: Offer) -> list[PayOut]:
        """The ways of being paid out that are left to the family."""
        return [
            way
            for way in offer.pay_out
            if self.pay_out in (None, way) and (self.family_bank is None or way in GOT_WITHOUT_BANK)
        ]

    def active(self) -> tuple[str, ...]:
        """The names of the filters that are set."""
        return tuple(name for name in self.__slots__ if getattr(self, name) is not None)


def slowest(offer: Offer) -> int:
    """The longest a service may take, in minutes."""
    return NEVER if offer.speed_max_minutes is None else offer.speed_max_minutes
