"""No sentence is put together from pieces: in another language the words may stand in another order."""

import pytest

from tests.catalogues import modules
from tests.sentences_python import pieces_in_python

WHOLE = "whole sentences, one after the other"
COLUMNS = "columns of a table"
# Where a message may stand beside other text, and why.
MAY_BE_JOINED = {
    ("corridors/charts/corridor.py", "f'{whole} {only}'"): WHOLE,
    ("corridors/charts/corridor.py", "' '.join([*sentences, counted])"): WHOLE,
    ("corridors/charts/corridor.py", "' '.join((sentence % values for sentence in sentences))"): WHOLE,
    ("corridors/charts/world.py", "' '.join([*(sentence % values for sentence in alt), counted])"): WHOLE,
    ("corridors/pages/as_text.py", "f'{row.rank:>3}  {row.amount:>{width}}  {name}'"): COLUMNS,
    (
        "corridors/pages/as_text.py",
        "INDENT + _('with %(provider)s') % {'provider': headline.provider}",
    ): "a line of its own",
    (
        "corridors/pages/as_text.py",
        "INDENT + _in_sentences(cost, row.pay, row.arrives, row.speed, row.seen)",
    ): WHOLE,
}


def test_no_sentence_is_put_together_from_pieces() -> None:
    found = {(name, piece) for name, source in modules().items() for piece in pieces_in_python(source)}
    assert found == set(MAY_BE_JOINED)


@pytest.mark.parametrize(
    "source",
    [
        "f'{_(\"Seen\")} {day}'",
        "f'{str(_(\"Seen\"))} day'",
        "_('Seen ') + day",
        "day + gettext('%(n)s ago') % values",
        "said = ''\nsaid += _('Seen')",
        "' '.join([_('Seen'), day])",
        "' '.join((_('Seen') if day else '', day))",
        "'%s %s' % (_('Seen'), day)",
        "'Seen: %(day)s' % {'day': _('today')}",
        "'{} {}'.format(_('Seen'), day)",
        "'{day} {seen}'.format(day=day, seen=_('seen'))",
        "format_html('<b>{}</b> {}', _('Seen'), day)",
        "format_lazy('{} {}', gettext_lazy('Seen'), day)",
        "seen = _('Seen')\nf'{seen} {day}'",
        "def page():\n    seen = _('Seen %(n)s') % values\n    return seen + day",
        "seen, day = _('Seen'), _('today')\n' '.join((seen, day))",
        "WORDS = {'cash': gettext_lazy('in cash')}\ndef way(code):\n    return f'{WORDS[code]} {day}'",
        "for word in (_('Seen'), _('Paid')):\n    print(f'{word} {day}')",
        "parts = []\nparts.append(_('Seen'))\nparts.append(day)\n' '.join(parts)",
        "def seen():\n    return _('Seen')\ndef page():\n    return f'{capfirst(seen())} {day}'",
        "from django.utils.translation import gettext as tr\ntr('Seen') + day",
        "from django.utils import translation\ntr = translation.gettext\ntr('Seen') + day",
    ],
)
def test_pieces_are_found(source: str) -> None:
    assert len(pieces_in_python(f"{source}  # gettext")) == 1


@pytest.mark.parametrize(
    "source",
    [
        "_('Seen %(day)s') % {'day': day}",
        "_('Seen %(day)s') % {'day': _('today')}",
        "f'{day} {hour}'; a + b; ' '.join(days); '%s %s' % (a, b)",
        "f'{_(\"Seen\")}'; str(_('Seen')); format_html('<b>{}</b>', _('Seen'))",
        "'\\n'.join([_('Seen.'), _('Paid.')]); ' · '.join([_('Seen'), _('Paid')])",
        "labels = [_('Seen')] + [_('Paid')]; labels += [_('Sent')]",
        "def page(seen):\n    return f'{seen} {day}'\nseen = _('Seen')",
    ],
)
def test_what_is_no_piece_is_left_alone(source: str) -> None:
    assert pieces_in_python(f"{source}  # gettext") == []
