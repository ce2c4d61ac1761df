"""Markdown is shown, and nothing else that somebody may write into it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rendering import TAGS, rendered


class TestMarkdown:
    def test_structure_is_kept(self) -> None:
        html = rendered("## Head\n\nOne **two** *three*\n\n- four\n\n1. five\n\n> six\n")
        for part in (
            "<h2>Head</h2>",
            "<strong>two</strong>",
            "<em>three</em>",
            "<li>four</li>",
            "<ol>",
            "<blockquote>",
        ):
            assert part in html, part

    def test_a_heading_never_stands_above_the_page_s_own(self) -> None:
        assert re.findall(r"<h\d>", rendered("# a\n\n## b\n\n### c\n\n##### d\n\n###### e\n")) == [
            *("<h2>", "<h2>", "<h3>", "<h4>", "<h4>")
        ]

    def test_a_wide_table_scrolls_by_itself(self) -> None:
        html = rendered("| a | b |\n| --- | :-: |\n| 1 | 2 |\n")
        assert html.startswith('<div class="scroll" tabindex="0"><table>')
        assert "<td>2</td>" in html
        assert html.rstrip().endswith("</table></div>")


class TestHostileText:
    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "![x](https://elsewhere.test/x.png)",
            '<p style="position:fixed">x</p>',
            "<iframe src=https://elsewhere.test></iframe>",
            "[x](https://a.test 'title\" onmouseover=\"alert(1)')",
            "<svg><script>alert(1)</script></svg>",
            "| a |\n| --- |\n| <td style=x> |",
        ],
    )
    def test_nothing_of_it_is_obeyed(self, text: str) -> None:
        html = rendered(text)
        assert not re.search(r"<(script|img|iframe|svg|style)|<[^>]*\s(style|on\w+|src|title)=", html)
        assert 'href="javascript' not in html
        assert 'href="data' not in html

    @given(st.text())
    def test_whatever_is_written_only_known_tags_come_out(self, text: str) -> None:
        found = set(re.findall(r"</?([a-zA-Z][\w-]*)", rendered(text)))
        assert found <= TAGS | {"div"}


class TestLinks:
    @pytest.mark.parametrize(
        ("written", "leads_to"),
        [
            ("/budget/", "/budget/?lang=id"),
            ("/send/us-mx/?amount=200", "/send/us-mx/?amount=200&amp;lang=id"),
            ("/methodology/#2-cost", "/methodology/?lang=id#2-cost"),
            ("#part", "#part"),
            ("https://elsewhere.test/", "https://elsewhere.test/"),
            ("//elsewhere.test/", "//elsewhere.test/"),
            ("mailto:help@example.org", "mailto:help@example.org"),
        ],
    )
    def test_those_within_the_site_keep_the_language(self, written: str, leads_to: str) -> None:
        assert f'href="{leads_to}"' in rendered(f"[x]({written})", "id")

    def test_without_a_language_they_stay_as_they_are(self) -> None:
        assert 'href="/budget/"' in rendered("[x](/budget/)")

    def test_another_site_is_not_told_where_the_reader_comes_from(self) -> None:
        assert 'rel="noreferrer"' in rendered("[x](https://elsewhere.test/)")
