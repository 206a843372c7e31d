"""The language of a text: what is guessed, when a hint is believed, and that nothing breaks it."""

from __future__ import annotations

import json
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


LONGER = {
    "en": "The board said on Monday that the harbour will stay open and that it has the money. ",
    "de": "Der Stadtrat hat am Montag gesagt, dass der Hafen auch im Winter offen bleibt und dass er das Geld hat. ",
    "fr": "Le conseil a dit lundi que le port resterait ouvert cet hiver et qu'il avait assez d'argent pour cela. ",
    "es": "El ayuntamiento dijo el lunes que el puerto seguirá abierto en invierno y que hay dinero para ello. ",
    "it": "Il consiglio ha detto lunedì che il porto resterà aperto anche d'inverno e che ci sono i soldi. ",
    "pt": "A câmara disse na segunda-feira que o porto vai continuar aberto no inverno e que há dinheiro para isso. ",
    "ja": TEXTS["ja"],
    "ko": "시의회는 월요일에 오래된 다리를 닫기로 결정했다. 시장은 반대했지만 돈이 없다고 말했다.",
    "zh": "市议会星期一决定关闭旧桥，每天有两千辆汽车通过这座桥。市长反对这个决定。",
    "th": "สภาเมืองตัดสินใจเมื่อวันจันทร์ที่จะปิดสะพานเก่าซึ่งมีรถผ่านวันละสองพันคัน",
    "el": "Το δημοτικό συμβούλιο αποφάσισε τη Δευτέρα να κλείσει την παλιά γέφυρα.",
}


def test_function_words_and_scripts_tell_most_languages_without_the_model() -> None:
    code = (
        "import json, sys; from bot.text import language; texts = json.load(sys.stdin); "
        "print(*(language.detect(text * 3) for text in texts), 'py3langid' in sys.modules)"
    )
    asked = json.dumps(list(LONGER.values()))
    done = subprocess.run([sys.executable, "-c", code], input=asked, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [*LONGER, "False"]


KIN = {
    "nl": "De regering heeft maandag besloten dat de haven in de winter open blijft. Het was een van de moeilijkste "
    "beslissingen van het jaar. We zijn er nog niet, zei de burgemeester, want over de toekomst was veel onzeker.",
    "da": "Regeringen har mandag besluttet, at havnen skal holde åbent om vinteren. Det var en af de sværeste "
    "beslutninger i år, og byen har ventet længe. Vi er der ikke endnu, siger borgmesteren, men vi kan se det nu.",
    "ca": "El govern ha decidit dilluns que el port quedarà obert durant l'hivern. Era una de les decisions més "
    "difícils de l'any, i la ciutat esperava des de feia temps. Encara no hi som, va dir l'alcaldessa, però ja es veu.",
    "gl": "O goberno decidiu o luns que o porto quedará aberto no inverno. Era unha das decisións máis difíciles do "
    "ano e a cidade levaba tempo agardando. Aínda non chegamos, dixo a alcaldesa, pero xa se ve unha saída para todos.",
    "ro": "Guvernul a decis luni că portul va rămâne deschis în timpul iernii. A fost una dintre cele mai grele "
    "decizii ale anului, iar orașul aștepta de mult. Nu am ajuns încă, a spus primarul, dar acum se vede sfârșitul.",
    "sv": "Regeringen har på måndagen beslutat att hamnen ska hållas öppen under vintern. Det var ett av de svåraste "
    "besluten under året, och staden har väntat länge. Vi är inte där än, säger borgmästaren, men vi ser slutet.",
}


@pytest.mark.parametrize("expected", KIN)
def test_their_nearest_relatives_are_not_taken_for_them(expected: str) -> None:
    assert language.detect(KIN[expected]) == expected
