"""Hard cases for the splitter, invented for this project: (language, the sentences of one paragraph).

The paragraph is the sentences joined by one space; a case passes when the splitter gives the same sentences back.
"""

from __future__ import annotations

CASES: list[tuple[str, list[str]]] = [
    # titles and initials
    ("en", ["Mr. Alder met Dr. J. R. Fenn in Oldport.", "They spoke for an hour."]),
    ("en", ["Gov. Mira Stane won again.", "Sen. Paul Okoro lost.", "Rep. Ana Lund did not run."]),
    ("en", ["The book is by A. B. Harrow.", "C. D. Wynn wrote the foreword."]),
    ("en", ["Lt. Col. Ivo Brandt retired.", "Prof. Lena Voss did not."]),
    ("en", ["Rep. Ana Lund (D-Minn.), the last to speak, left.", "The hall was empty."]),
    # places, companies, countries
    ("en", ["The U.S. Senate met on Monday.", "Nothing happened."]),
    ("en", ["The Mexico-U.S. border is long.", "An ex-U.S. Army man walked it."]),
    ("en", ["She moved to the U.S.", "Her brother stayed in St. Brannock."]),
    ("en", ["Harrow Inc. bought Fenn Corp. for $3.5 billion.", "Alder Ltd. did not bid."]),
    ("en", ["He lives in Washington, D.C.", "The mayor lives elsewhere."]),
    # times, dates, numbers
    ("en", ["The gates open at 5 p.m. on Friday.", "They close at 9."]),
    ("en", ["It ended at 5 p.m.", "The crowd left."]),
    ("en", ["At 11 a.m. Monday, the council met.", "It voted no."]),
    ("en", ["They left on Jan. 3 for the coast.", "It rained until Feb. 9."]),
    ("en", ["Prices rose 3.5 percent to 1,204.75 crowns.", "Wages did not."]),
    ("en", ["No. 5 is alive.", "No. 6 is not."]),
    # quotations that end a sentence
    ("en", ['"We are done," she said.', '"It is over."', "She left."]),
    ("en", ["“Why now?” he asked.", "“Because.”", "Nobody laughed."]),
    ("en", ['He said: "We should not go below three."', "About the rest he said nothing."]),
    ("en", ["She called it “a mess.”", "The council called it a plan."]),
    ("en", ['"Run!" he yelled.', "Nobody ran."]),
    ("en", ["(The mill closed in May.)", "It opened again in June."]),
    # ellipses, marks inside names, questions
    ("en", ["Wait ... what?", "No... that is all."]),
    ("en", ["The talks went on… and on.", "They failed."]),
    ("en", ["Stop!", "Nobody moved.", "Was that all?", "It was."]),
    # lower-case starts and lower-case texts
    ("en", ["the ferry sank on monday.", "nobody was hurt."]),
    ("en", ["iFenn sold its plant.", "eHarrow bought it."]),
    # plain words that a model may take for abbreviations
    ("en", ["It was a fourth win.", "Moreno scored twice."]),
    ("en", ["Nobody knows where she is at.", "And that is why they came."]),
    ("en", ["they secured a fourth win.", "moreno scored twice on 2 may.", "the coach said no."]),
    # addresses
    ("en", ["The list is at www.oldport.example/list.html.", "It is long."]),
    ("en", ["Write to mayor@oldport.example.", "She answers."]),
    # German
    ("de", ["Am 3. Mai kam Dr. Voss nach Altenbruck.", "Sie blieb bis zum 12. Juni."]),
    ("de", ["Es war die 114. Fahrt der Fähre.", "Mag. Lund stand am Ruder."]),
    ("de", ["Sie zogen in die Schweiz.", "Dort blieben sie."]),
    ("de", ["Das waren 15.", "Der Rest blieb zu Hause."]),
    ("de", ["Im 19. Jahrhundert stand hier z. B. eine Mühle.", "Heute steht hier nichts."]),
    ("de", ["Er sagte: „Das ist gut.“", "Dann ging er."]),
    ("de", ["Es gab Fragen bezügl. Brücke und Fähre (vergl. Heft 3).", "Niemand antwortete."]),
    ("de", ["„Warum?“, fragte sie.", "Niemand antwortete."]),
    ("de", ["Kaiser Ottokar II. war nie hier.", "Ottokar III. auch nicht."]),
    ("de", ["Die Feier begann um 9.30 Uhr.", "Um 12 Uhr war sie vorbei."]),
    ("de", ["Das kostet ca. 3,5 Mio. Taler bzw. etwas mehr.", "Niemand zahlt das."]),
    ("de", ["Es gab alles (Brot, Milch usw.).", "Teuer war nichts."]),
    ("de", ["Er war so.", "Die Art. 3 und 5 gelten nicht."]),
    # Spanish
    ("es", ["El Sr. Pérez vive en EE. UU. desde 2010.", "¿Por qué?", "Nadie lo sabe."]),
    ("es", ["La Dra. Gómez dijo que no.", "Después se fue a las 5 p. m. del martes."]),
    ("es", ["«No lo sé».", "Se marchó."]),
    ("es", ["Dijo que no.", "Pedro dijo que sí."]),
    # French
    ("fr", ["M. Dupont et Mme Girard sont là.", "P. Durand ne vient pas."]),
    ("fr", ["« Oui. »", "Il part."]),
    ("fr", ["Il est arrivé à 5 h.", "Le soir est tombé."]),
    ("fr", ["C'est de l'art.", "Le maire n'aime pas l'art. 5 du règlement."]),
    # Italian
    ("it", ["Il sig. Bruni e la dott.ssa Neri sono a Roccaverde.", "Il sindaco no."]),
    ("it", ["L'azienda F. Bruni S.p.A. ha chiuso.", "Nessuno lo sapeva."]),
    ("it", ["Ha visto il mar.", "Poi è tornato."]),
    # Portuguese
    ("pt", ["O Sr. Lobo e a Dra. Reis chegaram.", "O prefeito não veio."]),
    ("pt", ["Ele olhou para o mar.", "Maria olhou para ele."]),
    ("pt", ["A empresa fica na Av. Central.", "Fechou às 5 h."]),
    # others, by their own marks
    ("ru", ["Он заплатил 5 тыс. руб. за книгу.", "Потом ушёл."]),
    ("hi", ["यह पहला वाक्य है।", "क्या यह दूसरा है?"]),
    ("ar", ["هل وصل القطار؟", "نعم وصل."]),
    ("el", ["Ήρθε το πρωί.", "Έφυγε το βράδυ."]),
]

UNSPACED: list[tuple[str, list[str]]] = [
    ("ja", ["市長は昨日、辞任した。", "「残念です。」と彼女は言った。", "後任は未定だ！", "本当か？"]),
    ("zh", ["市长昨天辞职。", "“我很遗憾。”", "继任者未定！"]),
]
"""The same for scripts without spaces: the sentences are joined by nothing."""

GLUED: list[tuple[str, list[str]]] = [
    ("en", ["The bridge was closed.", "The mayor said nothing.", "See oldport.example for more."]),
]
"""Sentences whose space a scrape has lost: joined by nothing."""
