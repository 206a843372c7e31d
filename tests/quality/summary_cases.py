"""Frozen cases for summaries, invented for this project. Each names a way to fail and what must (not) be chosen.

``never``: sentences that no summary of up to six may hold. ``short``: sentences that the summary of three must hold.
Sentences are given by a fragment that only they contain.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    name: str
    language: str
    title: str
    paragraphs: list[str]
    never: list[str]
    short: list[str]


CASES = [
    Case(
        "captions and credits",
        "en",
        "Oldport closes its iron bridge",
        [
            "The iron bridge of Oldport is seen here on a foggy morning. / Photo: Fenn Press",
            "Oldport will close its iron bridge to cars from Monday, the town council decided in a late vote.",
            "Mayor Lena Voss (pictured) at the bridge last week.",
            "The bridge carries two thousand cars a day and has not been repaired since the flood of 1987.",
            "Engineers found cracks in four of its nine arches when they examined the bridge in spring.",
            "Pedestrians may cross the bridge until the repair begins, which the council expects in May.",
            "Image: the arches from below (Harrow Archive)",
        ],
        ["is seen here", "(pictured)", "Image:"],
        ["will close its iron bridge"],
    ),
    Case(
        "furniture between the paragraphs",
        "en",
        "Ferry strike ends after nine days",
        [
            "By Mira Stane and Paul Okoro",
            "Ferry crews in Brannock ended a strike of nine days on Friday after the owner agreed to hire sailors.",
            "Read more: How the strike began",
            "The crews had refused to sail because two of five ferries ran without a second engineer.",
            "Sign up for our free daily newsletter to get stories like this one.",
            "Traffic across the sound resumes on Saturday, and tickets bought during the strike remain valid.",
            "Follow us on Chirper for live updates about the ferries.",
            "Mira Stane is a staff writer at the Brannock Tide. © Brannock Tide. All rights reserved.",
            "The owner said that the new sailors will cost three million crowns a year.",
        ],
        ["By Mira Stane", "Read more", "newsletter", "Follow us", "All rights reserved"],
        ["ended a strike of nine days"],
    ),
    Case(
        "captions without a colon, calls and code",
        "en",
        "Harbour museum lends its oldest boat",
        [
            "Above: The oldest boat in the hall of the museum.",
            "The harbour museum of Brannock lends its oldest boat to a museum in Fennmark for two years.",
            "To view the full story, please subscribe to The Brannock Tide.",
            "The boat of 1721 will travel on a barge in April, when the sound is calm enough for the crossing.",
            "Opening hours of the museum in spring and in summer",
            "(function() { document.load('boat-widget', function() { start(); }) })();",
            "Please note that comments are moderated before they appear.",
            "A model of the boat will stand in its place, which pupils of the town have built over the winter.",
            "The boat in a storm of 1930 (Symbolbild).",
            "You can download the whole list of loans from the museum here.",
            "This article has been translated automatically from another language.",
        ],
        [
            "Above:",
            "please subscribe",
            "Opening hours",
            "function",
            "comments are moderated",
            "Symbolbild",
            "download the whole",
            "translated",
        ],
        ["lends its oldest boat"],
    ),
    Case(
        "Anrisse und Hinweise",
        "de",
        "Das Museum verleiht sein ältestes Boot",
        [
            "Fotocredit: Hafenarchiv Brannock, Sammlung der Fähren.",
            "Das Hafenmuseum in Brannock verleiht sein ältestes Boot für zwei Jahre an ein Museum in Fennmark.",
            "Zum Vergrößern auf das Bild klicken und warten.",
            "Das Boot von 1721 reist im April auf einem Lastkahn, wenn der Sund für die Fahrt ruhig genug ist.",
            "Um einen Kommentar zu hinterlassen, loggen Sie sich bitte ein.",
            "Für Links auf dieser Seite erhält das Museum ggf. eine Provision vom Händler.",
            "Ein Modell, das Schulkinder im Winter gebaut haben, steht bis zur Rückkehr an der Stelle des Bootes.",
            "Als sie damit fertig waren, kam die ganze Stadt.",
        ],
        ["Fotocredit", "Vergrößern", "Kommentar", "Provision"],
        ["verleiht sein ältestes Boot"],
    ),
    Case(
        "questions and bare quotations",
        "en",
        "Library to stay open at night",
        [
            "Who reads at three in the morning?",
            "The public library of Altenbruck will stay open all night from September, its director Ana Lund said.",
            "“Students sleep at noon. We have known that for years,” Lund said.",
            "“It is a wonderful thing.”",
            "Is it not?",
            "The library tried the longer hours for a month and counted ninety readers between midnight and six.",
            "Two guards and one librarian will work each night, paid for by the university.",
        ],
        ["Who reads at three", "It is a wonderful thing", "Is it not?"],
        ["will stay open all night"],
    ),
    Case(
        "openings that point back",
        "en",
        "Harrow leaves Fenn Motors",
        [
            "Ivo Harrow resigned as head of Fenn Motors on Tuesday after the recall of sixty thousand vans.",
            "Regulators in Roccaverde had found that the brakes of the vans could fail in frost.",
            "The parliament of Roccaverde opened an inquiry in March.",
            "But it was the loss of the army's order that moved the board, two of its members said.",
            "Fenn Motors employs four thousand people in Oldport and sells its vans in eleven countries.",
            "He leaves without a severance payment.",
            "They will meet again on Friday.",
        ],
        [],
        ["Ivo Harrow resigned"],
    ),
    Case(
        "repeated sentences",
        "en",
        "Storm cuts power in the north",
        [
            "A storm cut power to thirty thousand homes in the north on Sunday night, the grid company said.",
            "A storm cut power to thirty thousand homes in the north on Sunday night, the grid company said!",
            "Crews restored two thirds of the lines by Monday noon, and schools in six towns stayed closed.",
            "Winds reached 140 kilometres an hour at the lighthouse of St. Brannock, the highest since 1996.",
        ],
        [],
        ["Crews restored"],
    ),
    Case(
        "the news stands below a soft opening",
        "en",
        "Court frees baker in flour case",
        [
            "Flour is quiet stuff.",
            "A court in Oldport on Thursday freed the baker Tomas Wynn, accused of selling flour from a stolen depot.",
            "The judges said that the flour in Wynn's bakery came from a legal mill: police had mixed up two sacks.",
            "Wynn spent seven weeks in custody, and his bakery lost most of its customers.",
            "The mill confirmed the delivery in a letter to the court.",
            "Prosecutors will not appeal, and the state will pay Wynn for the lost weeks.",
        ],
        [],
        ["freed the baker Tomas Wynn"],
    ),
    Case(
        "headings and rows of a table",
        "en",
        "Brannock Rovers win the cup",
        [
            "Brannock Rovers won the island cup on Saturday with a goal in the last minute against Harrow United.",
            "Teams",
            "| Rovers | 4-4-2 | coach Lund |",
            "Man of the match",
            "Defender Paul Okoro scored after a corner that the Harrow goalkeeper had dropped.",
            "Harrow had led from the twelfth minute through a penalty by Ivo Brandt.",
            "- Attendance: 4,120",
            "Rovers, who last won the cup in 1979, will play on the mainland in autumn.",
        ],
        ["Teams", "| Rovers |", "Man of the match", "Attendance"],
        ["won the island cup"],
    ),
    Case(
        "German, with furniture",
        "de",
        "Altenbruck sperrt die alte Brücke",
        [
            "Foto: Archiv der Stadt",
            "Die Stadt Altenbruck sperrt die alte Brücke von Montag an für Autos, wie der Stadtrat am Abend beschloss.",
            "Lesen Sie auch: Die Geschichte der Brücke",
            "Gutachter hatten im Frühjahr Risse in vier der neun Bögen gefunden.",
            "Die Brücke trägt täglich zweitausend Autos und wurde seit dem Hochwasser von 1987 nicht mehr erneuert.",
            "Fußgänger dürfen die Brücke weiter benutzen, bis im Mai die Arbeiten beginnen.",
        ],
        ["Foto:", "Lesen Sie auch"],
        ["sperrt die alte Brücke"],
    ),
    Case(
        "Spanish, with a question",
        "es",
        "Puenteviejo cierra su puente de hierro",
        [
            "¿Quién paga la obra?",
            "El ayuntamiento de Puenteviejo cerrará el lunes al tráfico su puente de hierro, según decidió el pleno.",
            "Los ingenieros hallaron en primavera grietas en cuatro de los nueve arcos del puente.",
            "Lea también: la historia del puente",
            "El puente soporta dos mil coches al día y no se repara desde la riada de 1987.",
            "Los peatones podrán cruzarlo hasta que empiece la obra, prevista para mayo.",
        ],
        ["¿Quién paga", "Lea también"],
        ["cerrará el lunes al tráfico"],
    ),
]

DECLINED = [
    ("too-short", "en", "Rain", ["It rained in Oldport on Monday."]),
    (
        "list",
        "en",
        "Results",
        [
            "1. Harrow United 3 Rovers 1",
            "2. Fenn 0 Alder 0",
            "3. Voss City 2 Lund 2",
            "4. Stane 1 Okoro 0",
            "5. Wynn 4 Neri 1",
            "6. Brandt 2 Reis 2",
            "7. Lobo 0 Bruni 1",
        ],
    ),
    (
        "live-blog",
        "en",
        "Election night live: updates from Oldport",
        [
            "21:04 Polls have closed in Oldport and the count begins in the old town hall.",
            "21:30 The first two districts are counted, and the Harbour List leads by four points.",
            "22:10 Mira Stane arrives at the town hall with her family and waves to her supporters.",
            "22:45 Half of the districts are counted now, and the lead has shrunk to one point.",
            "23:20 The electoral office says that the last boxes come by ferry and will be late.",
        ],
    ),
]
"""(verdict, language, title, paragraphs): said instead of summarising badly."""
