import pytest

from tests.factories import price, record


def slugs(answer):
    return [row["slug"] for row in answer["results"]]


def test_a_country_is_listed_with_its_corridors_and_its_name(fresh, survey, ask):
    countries = {country["code"]: country for country in ask("countries/")["results"]}
    assert list(countries) == ["AE", "FR", "MA", "PH"]
    assert countries["AE"] == {
        "code": "AE",
        "alpha3": "ARE",
        "name": "United Arab Emirates",
        "corridors_from": 1,
        "corridors_to": 0,
    }
    assert (countries["PH"]["corridors_from"], countries["PH"]["corridors_to"]) == (0, 1)


def test_names_are_in_the_language_of_the_request(fresh, client):
    spanish = {"Accept-Language": "es-MX,es;q=0.9"}
    countries = client.get("/api/v1/countries/", headers=spanish).json()["results"]
    assert [country["name"] for country in countries] == ["Emiratos Árabes Unidos", "Filipinas"]
    corridor = client.get("/api/v1/corridors/", {"lang": "es"}).json()["results"][0]
    assert (corridor["from_name"], corridor["to_name"]) == ("Emiratos Árabes Unidos", "Filipinas")


def test_the_list_of_corridors_is_exactly_results_and_next(fresh, ask):
    assert ask("corridors/") == {
        "results": [
            {
                "slug": "ae-ph",
                "from": "AE",
                "from_name": "United Arab Emirates",
                "to": "PH",
                "to_name": "Philippines",
                "send_currency": "AED",
                "receive_currency": "PHP",
                "receive_currencies": ["PHP", "USD"],
                "services": 7,
                "latest_observed_at": "2026-11-20T10:00:00Z",
            }
        ],
        "next": None,
    }


def test_corridors_can_be_asked_for_by_either_end(fresh, survey, ask):
    assert slugs(ask("corridors/")) == ["ae-ph", "fr-ma"]
    assert slugs(ask("corridors/", **{"from": "fr"})) == ["fr-ma"]
    assert slugs(ask("corridors/", to="PH")) == ["ae-ph"]
    assert slugs(ask("corridors/", **{"from": "AE", "to": "MA"})) == []


@pytest.mark.parametrize("list_of", ["corridors", "providers"])
def test_following_next_meets_every_row_once(rates, ask, client, list_of):
    record(*[price(f"Provider {to}", corridor=f"ae-{to}") for to in ("ph", "in", "lk", "np", "bd")])
    everything, met = slugs(ask(f"{list_of}/")), []
    address = f"/api/v1/{list_of}/?limit=2"
    while address:
        page = client.get(address).json()
        assert len(page["results"]) <= 2
        met += slugs(page)
        address = page["next"]
    assert met == everything
    assert len(everything) == 5


def test_the_last_full_page_has_no_next(rates, ask):
    record(*[price(f"Provider {to}", corridor=f"ae-{to}") for to in ("ph", "in")])
    assert ask("corridors/", limit="2")["next"] is None
    assert ask("providers/", limit="2")["next"] is None


def test_next_keeps_the_filters(rates, ask):
    record(*[price("Anyone", corridor=slug) for slug in ("ae-ph", "ae-in", "fr-ma")])
    following = ask("corridors/", **{"from": "AE", "limit": "1"})["next"]
    assert following == "http://testserver/api/v1/corridors/?from=AE&limit=1&after=ae-in"


def test_the_number_of_queries_is_the_same_for_any_number_of_rows(rates, ask, django_assert_num_queries):
    record(price("Anyone"))
    for path, queries in (("countries/", 1), ("corridors/", 2), ("providers/", 1), ("corridors/ae-ph/", 2)):
        with django_assert_num_queries(queries):
            ask(path)
    record(*[price(f"Provider {to}", corridor=f"ae-{to}") for to in ("ph", "in", "lk", "np", "bd")])
    for path, queries in (("countries/", 1), ("corridors/", 2), ("providers/", 1), ("corridors/ae-ph/", 2)):
        with django_assert_num_queries(queries):
            ask(path)


def test_a_corridor_leads_on_to_its_options_and_statistics(fresh, ask, client):
    listed, corridor = ask("corridors/")["results"][0], ask("corridors/ae-ph/")
    assert {name: corridor[name] for name in listed} == listed
    assert corridor["parallel_market"] is None
    assert client.get(corridor["options_url"], {"amount": "1000"}).status_code == 200
    assert client.get(corridor["statistics_url"]).status_code == 200


def test_a_provider_is_listed_with_how_much_of_it_there_is(rates, ask):
    record(price("Old Bank"), price("Old Bank", corridor="ae-in"), price("Old Bank", pay_in=(), pay_out=()))
    assert ask("providers/") == {
        "results": [
            {
                "slug": "old-bank",
                "name": "Old Bank",
                "type": "money_transfer_operator",
                "sandbox": False,
                "ended_on": None,
                "services": 3,
                "corridors": 2,
            }
        ],
        "next": None,
    }


def test_a_provider_says_where_it_works(survey, ask):
    provider = ask("providers/dear/")
    assert (provider["slug"], provider["name"], provider["spellings"]) == ("dear", "Dear", [])
    assert len(provider["corridors"]) == 1
    served = provider["corridors"][0]
    assert (served["corridor"], served["services"], served["pay_in"]) == ("fr-ma", 1, ["cash"])
    # 100 × 9 / 140 + 100 × (1 − 158 / 160), as the column holds it
    assert (served["lowest_percent"], served["highest_percent"]) == ("7.678571429", "7.678571429")


def test_sources_say_whom_to_name(rates, ask):
    sources = {source["key"]: source for source in ask("sources/")["results"]}
    assert sources["rpw"]["licence"] == "CC BY 4.0"
    assert "World Bank" in sources["rpw"]["name"]
    assert {"ecb", "nbp"} < set(sources)
