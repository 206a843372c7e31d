"""The language of a text: what is guessed, when a hint is believed, and that nothing breaks it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text import language

TEXTS = {
    "en": "The council of Oldport voted on Monday to close the old bridge, which carries two thousand cars every day.",
    "de": "Der Stadtrat von Altenbruck hat am Montag beschlossen, die alte Brücke für den Verkehr zu schließen.",
    "fr": "Le conseil municipal de Vieuxpont a décidé lundi de fermer le vieux pont à la circulation des voitures.",
    "es": "El ayuntamiento de Puenteviejo decidió el lunes cerrar al tráfico el puente viejo de la ciudad.",
    "it": "Il consiglio comunale di Pontevecchio ha deciso lunedì di chiudere al traffico il vecchio ponte.",
    "pt": "A câmara municipal de Ponte Velha decidiu na segunda-feira fechar ao trânsito a ponte antiga da cidade.",
    "ja": "旧港市の市議会は月曜日、一日に二千台の車が通る古い橋を閉鎖することを決めた。市長は反対していた。",
    "ru": "Городской совет Старого Порта в понедельник решил закрыть старый мост, по которому ездят тысячи машин.",
}


@pytest.mark.parametrize("expected", TEXTS)
def test_a_paragraph_is_enough_to_tell_the_language(expected: str) -> None:
    assert language.detect(TEXTS[expected]) == expected


def test_a_sure_guess_beats_a_wrong_hint() -> None:
    assert language.detect(TEXTS["de"], hint="en-GB") == "de"


@pytest.mark.parametrize(("hint", "expected"), [("en-GB", "en"), ("de", "de"), ("pt_BR", "pt"), ("fr-CH", "fr")])
def test_a_hint_is_believed_for_a_short_text(hint: str, expected: str) -> None:
    assert language.detect("Goal!", hint=hint) == expected


@pytest.mark.parametrize("hint", ["", "x-default", "English", "und", "1", "\x00"])
def test_a_hint_that_means_no_language_is_ignored(hint: str) -> None:
    assert language.detect(TEXTS["fr"], hint=hint) == "fr"
    assert language.detect("", hint=hint) == "und"


@pytest.mark.parametrize("text", ["", "12 34 56", "!!!", "https://oldport.example/a-long-english-sounding-address"])
def test_text_without_words_has_no_language(text: str) -> None:
    assert language.detect(text) == "und"


@settings(deadline=None)
@given(st.text(max_size=500), st.none() | st.text(max_size=12))
def test_any_text_and_any_hint_give_a_code(text: str, hint: str | None) -> None:
    found = language.detect(text, hint=hint)
    assert found == "und" or (found.isascii() and found.islower() and 2 <= len(found) <= 3)
    assert language.detect(text, hint=hint) == found


def test_the_form_says_what_a_ranker_can_use() -> None:
    assert {language.form(one) for one in ("en", "es", "fr", "de", "it", "pt")} == {"full"}
    assert {language.form(one) for one in ("ja", "ru", "und", "nl")} == {"structure"}


def test_english_is_told_by_its_function_words_and_needs_no_model() -> None:
    code = (
        "import sys; from bot.text import language; "
        "text = 'The board said on Monday that the harbour will stay open and that it has the money. ' * 3; "
        "print(language.detect(text), 'py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "False"]


def test_the_nearest_relatives_of_english_are_not_taken_for_it() -> None:
    dutch = (
        "De regering heeft maandag besloten dat de haven in de winter open blijft. Het was een van de moeilijkste "
        "beslissingen van het jaar. We zijn er nog niet, zei de burgemeester, want over de toekomst was veel onzeker."
    )
    danish = (
        "Regeringen har mandag besluttet, at havnen skal holde åbent om vinteren. Det var en af de sværeste "
        "beslutninger i år, og byen har ventet længe. Vi er der ikke endnu, siger borgmesteren, men vi kan se det nu."
    )
    assert (language.detect(dutch), language.detect(danish)) == ("nl", "da")
