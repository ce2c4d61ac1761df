"""What operators fill in: a file of prices, or one price."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from corridors import wording
from corridors.domain.codes import CollectionMethod, FeeConvention
from corridors.places import country_name, known_countries
from providers.contract import MAX_NOTE, MAX_TEXT
from providers.outcomes import Outcome
from providers.submitted import MAX_BYTES

type_of_choices = list[tuple[str, Any]]
NOT_STATED: type_of_choices = [("", "not known")]
METHODS = (
    CollectionMethod.PUBLISHED_TARIFF,
    CollectionMethod.MYSTERY_SHOPPING,
    CollectionMethod.PROVIDER_SUBMISSION,
)
# What the next price of one round of asking has in common with the last.
KEPT = ("from", "to", "send_currency", "receive_currency", "send_amount")
# Minutes, as shoppers are told them.
SPEEDS = {
    "0": "at once",
    "60": "within 1 hour",
    "1439": "the same day",
    "1440": "by the next day",
    "2880": "within 2 days",
    "7200": "within 5 days",
    "14400": "within 10 days",
}


class UploadForm(forms.Form):
    """A CSV or XLSX file, and how its prices were learned."""

    file = forms.FileField(
        label="CSV or XLSX file", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}), max_length=200
    )
    method = forms.ChoiceField(
        label="How its prices were learned",
        choices=[(method.value, wording.COLLECTION_METHODS[method]) for method in METHODS],
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"The file has more than {MAX_BYTES:,} bytes.")
        return file


class ShoppingForm(forms.Form):
    """One price. Money stays text: the rules that read it are those of every other way in.

    `fixed` are fields that are known already: they are shown, and what a browser says of them is ignored.
    """

    def __init__(self, data: Any = None, *, fixed: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields = {**_where(), **_what(), **_how(), **_when()}
        for name, value in (fixed or {}).items():
            self.fields[name].disabled = True
            self.initial[name] = value

    def record(self) -> dict[str, Any]:
        """The price as a record of providers.contract."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return said | {"observed_at": self.cleaned_data["observed_at"].isoformat()}

    def say(self, outcome: Outcome) -> None:
        """Put what is wrong beside the fields that it is about."""
        for result in outcome.refused:
            for name, sentence in result.errors:
                self.add_error(name if name in self.fields else None, sentence)
        if not outcome.refused:
            self.add_error(None, outcome.error)


def _choice(label: str, choices: type_of_choices, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, **more)


def _codes(label: str, words: Mapping[Any, Any]) -> forms.ChoiceField:
    known = [(code.value, said) for code, said in words.items()]
    return _choice(label, NOT_STATED + known, required=False)


def _money(label: str, **more: Any) -> forms.CharField:
    attrs = {"inputmode": "decimal", "autocomplete": "off"}
    return forms.CharField(label=label, max_length=40, widget=forms.TextInput(attrs=attrs), **more)


def _currency(label: str) -> forms.CharField:
    attrs = {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=label, min_length=3, max_length=3, widget=forms.TextInput(attrs=attrs), help_text="such as PHP"
    )


def _countries() -> type_of_choices:
    named: Iterable[tuple[str, str]] = ((code, country_name(code, "en")) for code in known_countries())
    return [("", "choose"), *sorted(named, key=lambda pair: pair[1])]


def _where() -> dict[str, forms.Field]:
    countries = _countries()
    return {
        "from": _choice("Sent from", countries),
        "to": _choice("Sent to", countries),
        "send_currency": _currency("Currency paid"),
        "receive_currency": _currency("Currency received"),
    }


def _what() -> dict[str, forms.Field]:
    return {
        "provider": forms.CharField(label="Company", max_length=MAX_TEXT),
        "provider_type": _codes("What kind of company", wording.PROVIDER_TYPES),
        "send_amount": _money("Amount sent", help_text="in the currency paid"),
        "fee": _money("Fee", help_text="in the currency paid; 0 when there is none"),
        "fee_convention": _codes("How the fee is taken", _fees_said()),
        "rate": _money(
            "Exchange rate",
            required=False,
            help_text="how much is received for 1 of the currency paid; empty when they do not say",
        ),
        "recipient_fee": _money(
            "Fee for the recipient", required=False, help_text="in the currency received"
        ),
    }


def _fees_said() -> dict[FeeConvention, Any]:
    """Without "unknown", which every choice has as "not known"."""
    return {code: said for code, said in wording.FEE_CONVENTIONS.items() if code != FeeConvention.UNKNOWN}


def _how() -> dict[str, forms.Field]:
    return {
        "pay_in": _codes("Paid by", wording.PAY_IN),
        "access": _codes("Ordered", wording.ACCESS),
        "pay_out": _codes("Received by", wording.PAY_OUT),
        "speed_max_minutes": _choice("Arrives", NOT_STATED + list(SPEEDS.items()), required=False),
        "promotion": forms.BooleanField(label="It is a limited offer", required=False),
    }


def _when() -> dict[str, forms.Field]:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    note = forms.Textarea(attrs={"rows": 3})
    return {
        "observed_at": forms.DateTimeField(label="When you asked (UTC)", widget=widget),
        "note": forms.CharField(
            label="Note", required=False, max_length=MAX_NOTE, widget=note, help_text="everyone can read it"
        ),
    }
