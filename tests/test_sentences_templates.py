"""No sentence of a page is put together from pieces in its template, and none stands there in English."""

import pytest

from tests.catalogues import templates
from tests.sentences_markup import bare_words, pieces_in_template

DESK = "templates/admin/"  # plain English, like all of the desk
FOR_ROBOTS = "corridors/templates/robots.txt"
# Which two texts may stand beside each other in one block, and why.
MAY_BE_BESIDE = {
    ("{{ names.source.name }}", "to"): "the arrow between two countries, read out",
    ("to", "{{ names.destination.name }}"): "the arrow between two countries, read out",
    ("{{ names.destination.name }}", "Change"): "a link after the two countries",
    ("{{ page.advice }}", "See the latest prices"): "a link after a whole sentence",
    ("All filters", "{{ filters_set }}"): "how many are set, in brackets",
    ("{{ chip.label }}", "set; tap to remove"): "what the cross after a filter means, read out in brackets",
    ("{{ filter.label }}", "set; tap to remove"): "what the cross after a filter means, read out in brackets",
    ("{{ page.filter_to_drop.label }}", "(remove)"): "what the cross after a filter means, read out",
}


@pytest.fixture(scope="module")
def public() -> dict[str, str]:
    return {name: source for name, source in templates().items() if DESK not in name and name != FOR_ROBOTS}


def included(name: str) -> str:
    (source,) = (each for path, each in templates().items() if path.endswith(f"/templates/{name}"))
    return source


def test_no_sentence_is_put_together_from_pieces(public: dict[str, str]) -> None:
    found = {
        pair: name
        for name, source in public.items()
        for pair in pieces_in_template(source, included, is_markup=not name.endswith(".txt"))
    }
    assert {pair: name for pair, name in found.items() if pair not in MAY_BE_BESIDE} == {}
    assert set(MAY_BE_BESIDE) <= set(found)


def test_no_text_stands_there_in_english(public: dict[str, str]) -> None:
    found = {
        name: bare_words(source, included, is_markup=not name.endswith(".txt"))
        for name, source in public.items()
    }
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "seen on" %} <b>{{ day }}</b>',
        "{% translate 'Seen' %} {{ day }}",
        '{% trans "Seen" %} {{ day }}',
        '{{ count }} {% translate "Days" %}',
        '{% translate "Change" %} {% translate "Notice" %}',
        '{% translate "Change" %}\n  {{ day }}',
        '{% translate "Change" %} <a href="/x">{{ day }}</a>',
        '<a href="/x">{% translate "Change" %} <b class="x">{{ day }}</b></a>',
        '<span class="vh">{% translate "Language" %}: </span>{% own_name %}',
        '{% translate "Change" %} {% if day %}{{ day }}{% endif %}',
        '{% if day %}{% translate "Seen" %}{% else %}{{ now }}.{% endif %} {{ hour }}',
        '{% translate "Seen" %} {% for day in days %}{{ day }}{% endfor %}',
        '<p>{% for day in days %}{{ day }} {% translate "and" %}{% endfor %}</p>',
        "{% blocktranslate %}Change{% endblocktranslate %} {{ day }}",
        "{% blocktrans trimmed with a=b %}\nChange {{ a }}\n{% endblocktrans %}\n{{ day }}",
        '{% translate "Change" as c %}<p>{{ c }} {{ day }}</p>',
        "{% blocktranslate asvar c %}Change{% endblocktranslate %}{{ c }} {{ day }}",
        '{% with c=_("Change") %}{{ c }} {{ day }}{% endwith %}',
        '{{ _("Change") }} {{ day }}',
        '{{ day }} {{ hour|default:_("never") }}',
        '<i title="{% translate "Change" %} {{ day }}"></i>',
        '<meta property="og:title" content="{{ day }} {% translate "Change" %}">',
        '{% translate "Change" %} {% include "piece.html" %}',
    ],
)
def test_pieces_are_found(source: str) -> None:
    assert pieces_in_template(source, lambda name: "{{ day }}")


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Seen:" %} {{ day }}',
        "{% blocktranslate %}seen on {{ day }}{% endblocktranslate %}",
        "{% blocktranslate count n=3 %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
        '{% translate "It was seen." %} {{ day }} {% translate "It was paid." %}',
        '<dt>{% translate "Seen" %}</dt><dd>{{ day }}</dd><li>{% translate "Paid" %}</li><li>{{ sum }}</li>',
        '<p{% if old %} class="warning"{% endif %}>{% translate "Seen" %}</p>\n{{ day }}',
        '{% if day %}{% translate "Seen" %}{% elif now %}{{ now }}{% else %}{% translate "New" %}{% endif %}',
        '{% for day in days %}{{ day }}{% empty %}{% translate "never" %}{% endfor %}',
        '<a href="/x">{% translate "Change" %}</a> <a href="/y">{{ day }}</a>',
        '{% translate "Change" %} · {{ day }}',
        '{{ name }} <em class="tag">{% translate "sandbox" %}</em>',
        '<a title="{% translate "Change" %}">{{ day }}</a>',
        '<div class="heads"><span>{% translate "Seen" %}</span><span>{% translate "Paid" %}</span></div>',
        '{% translate "Change" as c %}<p>{{ c }}</p>',
        '{# {% translate "Change" %} {{ day }} #}',
        '{% comment %}{% translate "Change" %} {{ day }}{% endcomment %}',
    ],
)
def test_what_is_no_piece_is_left_alone(source: str) -> None:
    assert pieces_in_template(source) == set()


def test_in_plain_text_a_blank_line_ends_a_text() -> None:
    assert pieces_in_template('{% translate "Seen" %}\n{{ day }}', is_markup=False)
    text = (
        '{% translate "Seen" %}\n{% for day in days %}\n{% endfor %}\n{{ day }}\n{% if old %}\n{% endif %}\n'
    )
    assert not pieces_in_template(f'{text}{{% translate "Paid" %}}', is_markup=False)


@pytest.mark.parametrize(
    "source",
    [
        "<p>Plain English.</p>",
        '<p title="Plain English">1</p>',
        '<a aria-label="{% if x %}Plain{% endif %}">{{ x }}</a>',
        '<img alt="A woman">',
        '<input placeholder="Name">',
        '<input type="submit" value="Send">',
        '<meta name="description" content="Prices">',
        "<td>{% if x %}{{ x }}{% else %}none{% endif %}</td>",
        '<td>{{ x|default:"not stated" }}</td>',
    ],
)
def test_bare_words_are_found(source: str) -> None:
    assert len(bare_words(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '<p class="plain" id="p-{{ n }}">{{ n }} → {{ m }} (1,000) <a href="/x">PNG</a> · RemitCompare</p>',
        '<p lang="en">English</p><code>alt="x"</code><script>let x = 1</script>',
        '<meta name="viewport" content="width=device-width"><input type="hidden" value="cash">',
        "{% block width %}narrow{% endblock %}<p>{{ x|date:'Y-m-d' }}</p>",
    ],
)
def test_what_needs_no_translation_is_left_alone(source: str) -> None:
    assert bare_words(source) == set()
