"""Invented articles, one failure mode each: what must come out, with whom, and what must not.

All people, places and outlets are made up. A case is (name, language, title, text, expected, forbidden): ``expected``
pairs the first words of a quotation with its speaker (None: must stay unattributed); ``forbidden`` are texts of spans
that must not be shown as quotations.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """One invented text and what a reader should get."""

    name: str
    language: str
    text: str
    expected: tuple[tuple[str, str | None], ...]
    forbidden: tuple[str, ...] = ()
    title: str | None = None


CASES: tuple[Case, ...] = (
    Case(
        "attribution after, surname to full name",
        "en",
        "Harbour Minister Ada Lindqvist opened the quay on Friday.\n\n"
        '"We have waited eleven years for this," Lindqvist told reporters in Norrby.',
        (("We have waited eleven years", "Ada Lindqvist"),),
    ),
    Case(
        "verb before its subject, apposition behind",
        "en",
        '"Nobody asked the fishermen," said Tomas Brandel, a skipper who has sailed out of Norrby for thirty years.',
        (("Nobody asked the fishermen", "Tomas Brandel"),),
    ),
    Case(
        "apposition between subject and verb",
        "en",
        '"The bridge will not open this spring," Clara Voss, the county\'s chief engineer, said on Tuesday.',
        (("The bridge will not open", "Clara Voss"),),
    ),
    Case(
        "attribution before, with a colon",
        "en",
        'Asked whether the ferry would be replaced, Peter Halloran said: "Not while I am running this company."',
        (("Not while I am running", "Peter Halloran"),),
    ),
    Case(
        "attribution in the middle is one turn",
        "en",
        '"I read the report twice," Maya Okonkwo said, "and I still cannot find the number they quote."',
        (("I read the report twice", "Maya Okonkwo"), ("and I still cannot find", "Maya Okonkwo")),
    ),
    Case(
        "a quotation goes on behind its attribution",
        "en",
        '"We lost the roof," Daniel Pryce said. "The walls are still standing. We will build again."',
        (("We lost the roof", "Daniel Pryce"), ("The walls are still standing", "Daniel Pryce")),
    ),
    Case(
        "the most recent sentence subject beats the nearest name",
        "en",
        "Mayor Irene Falk met the visiting delegation from Osterby on Monday. She later walked through the market with "
        'Councilwoman Berta Nilsen.\n\n"It was a good day for the town," she said.',
        (("It was a good day", "Irene Falk"),),
    ),
    Case(
        "pronouns by gender",
        "en",
        "Judge Helen Marrow questioned the banker, Robert Kell, for two hours.\n\n"
        '"I signed what I was given," he said.\n\n"That is not an answer," she replied.',
        (("I signed what I was given", "Robert Kell"), ("That is not an answer", "Helen Marrow")),
    ),
    Case(
        "he added, from the paragraph before",
        "en",
        "Trade Secretary Owen Marsh defended the tariff on Thursday. His department published the figures at noon.\n\n"
        '"The steel towns asked for this," he added.',
        (("The steel towns asked", "Owen Marsh"),),
    ),
    Case(
        "a run of quotations over paragraphs with the mark repeated",
        "en",
        'Lena Abt read from a letter. "We came here with two suitcases.\n\n"We stayed because the neighbours brought '
        'bread.\n\n"We will not leave now," Abt said.',
        (
            ("We came here with two", "Lena Abt"),
            ("We stayed because", "Lena Abt"),
            ("We will not leave now", "Lena Abt"),
        ),
    ),
    Case(
        "curly marks over paragraphs",
        "en",
        "“The dam is safe,” Ruth Calder said. “It was inspected in May.\n\n“It will be inspected again in June.”",
        (
            ("The dam is safe", "Ruth Calder"),
            ("It was inspected", "Ruth Calder"),
            ("It will be inspected", "Ruth Calder"),
        ),
    ),
    Case(
        "nested quotations stay inside",
        "en",
        "“My father told me, ‘Never sell the boat,’ and I never did,” Jonas Ekdal said.",
        (("My father told me", "Jonas Ekdal"),),
        ("Never sell the boat,",),
    ),
    Case(
        "nested straight marks",
        "en",
        '"When she said "no" to me I went home," Jonas Ekdal said.',
        (("When she said", "Jonas Ekdal"),),
        ("no",),
    ),
    Case(
        "single-quote house style with apostrophes",
        "en",
        "The drivers' union met on Sunday. 'It's the council's turn to move,' Gareth Pugh, its secretary, said. "
        "'We've done our part, and the members' patience is at an end.'",
        (("It's the council's turn", "Gareth Pugh"), ("We've done our part", "Gareth Pugh")),
    ),
    Case(
        "an unclosed mark is cut and spoils no other",
        "en",
        '"We are closing the mill, Anton Reuss told workers on Monday.\n\nThe town was silent.\n\n'
        '"They gave us an hour," said Marta Reiss, who packed boxes there.',
        (("They gave us an hour", "Marta Reiss"),),
        ("We are closing the mill, Anton Reuss told workers on Monday.",),
    ),
    Case(
        "scare quotes and titles of works are no quotations",
        "en",
        'The so-called "smart" bins cost more than the old ones. The mayor compared the debate to the film "Night '
        'Ferry to Skagen" and left. A "special" committee will meet.',
        (),
        ("smart", "Night Ferry to Skagen", "special"),
    ),
    Case(
        "one word inside a sentence of the writer",
        "en",
        'Culture Minister Paul Adair said the museum needs to earn "more" than it did under his predecessor.',
        (),
        ("more",),
    ),
    Case(
        "collective speakers",
        "en",
        '"No one was hurt," the harbour authority said in a statement.\n\n'
        '"We are still counting the boats," a spokeswoman for the coast guard said.',
        (
            ("No one was hurt", "the harbour authority"),
            ("We are still counting", "a spokeswoman for the coast guard"),
        ),
    ),
    Case(
        "according to",
        "en",
        '"The valve was never tested," according to Nadia Ferrant, who led the inquiry.',
        (("The valve was never tested", "Nadia Ferrant"),),
    ),
    Case(
        "two persons of one surname told apart by title",
        "en",
        "Mr. Karl Winter and Mrs. Edith Winter have run the inn since 1990.\n\n"
        '"The guests come for the bread," Mrs. Winter said.\n\n"They come for the view," Mr. Winter said.',
        (("The guests come for the bread", "Edith Winter"), ("They come for the view", "Karl Winter")),
    ),
    Case(
        "two persons of one surname left unnamed",
        "en",
        "The brothers Adam Torrell and Simon Torrell inherited the farm.\n\n"
        '"We will sell the lower field," Torrell said.',
        (("We will sell the lower field", None),),
    ),
    Case(
        "an epigraph is signed",
        "en",
        "Readers wrote to us about the new timetable.\n\n“The last train leaves before the concert ends.” — Agnes "
        "Toller\n\n“I walk home now.” — Brian Moss",
        (("The last train leaves", "Agnes Toller"), ("I walk home now", "Brian Moss")),
    ),
    Case(
        "a question mark ends the quotation, not the sentence",
        "en",
        '"Who pays for the fence?" Viktor Sand asked. "Not the village."',
        (("Who pays for the fence?", "Viktor Sand"), ("Not the village.", "Viktor Sand")),
    ),
    Case(
        "the verb outside the relative clause",
        "en",
        'Nora Bly told a woman who asked about the fee: "You will get it back in March."',
        (("You will get it back", "Nora Bly"),),
    ),
    Case(
        "a subordinate clause before the subject",
        "en",
        'When Rosa Lind suggested a delay, Edgar Fenn fired back: "We have delayed for nine years."',
        (("We have delayed for nine years", "Edgar Fenn"),),
    ),
    Case(
        "he is not the object of his own verb",
        "en",
        "Talk-show host Conrad Bell asked Senator Miles Arden how high the wall would be.\n\n"
        '"As high as the church," he told Bell.',
        (("As high as the church", "Miles Arden"),),
    ),
    Case(
        "hard-wrapped lines are joined",
        "en",
        "The director of the botanical garden, Sofia Brandt, announced on Wednesday that\n"
        "the palm house will be closed until the autumn because of the storm damage.\n\n"
        '"We have found cracks in every second pane of the roof, and nobody can promise\n'
        'that the rest will hold through another winter," Brandt said at the gate of the\n'
        "garden, where volunteers were carrying out the last of the orchids on Thursday.",
        (("We have found cracks", "Sofia Brandt"),),
    ),
    Case(
        "non-breaking spaces",
        "en",
        'Minister\u00a0Ada\u00a0Lindqvist\u00a0spoke.\n\n"We\u00a0start\u00a0today,"\u00a0Lindqvist\u00a0said.',
        (("We\u00a0start\u00a0today", "Ada Lindqvist"),),
    ),
    Case(
        "the headline is no quotation",
        "en",
        "'We start today' says Lindqvist as quay opens\n\nThe quay opened on Friday. No ship came.",
        (),
        ("We start today",),
        "'We start today' says Lindqvist as quay opens",
    ),
    Case(
        "a nickname inside a name",
        "en",
        'Robert "Bobby" Dunmore won the race. "I never looked back," Dunmore said.',
        (("I never looked back", "Robert Dunmore"),),
        ("Bobby",),
    ),
    Case(
        "nobody is shown to have said it",
        "en",
        '"Things were better under the old lamp." It is written on the wall of the inn, and nobody knows since when.',
        (("Things were better", None),),
    ),
    Case(
        "ein Satz hinter dem Doppelpunkt ist kein Name",
        "de",
        "Der Trainer von Norrby, Thomas Brandel, war nach dem Spiel zufrieden: „Ein guter Start“, sagte er.\n\n"
        "Die Sprecherin der Stadt, Clara Voss, versuchte mit den Worten zu beruhigen: „Die Brücke ist sicher“.",
        (("Ein guter Start", "Thomas Brandel"), ("Die Brücke ist sicher", "Clara Voss")),
    ),
    Case(
        "wie etwas heißt, hat niemand gesagt",
        "de",
        "„Kinder am Hafen“, so lautet der Titel einer Studie, die Clara Voss am Montag in Norrby vorstellte.\n\n"
        "Der Name des Schiffes lautet „Große Möwe von Norrby“. Seit Jahren nennt sich der Verein „Freunde der Fähre“ "
        "und sammelt Geld.\n\n„Wir brauchen mehr Plätze“, sagte Voss.",
        (("Wir brauchen mehr Plätze", "Clara Voss"),),
        ("Kinder am Hafen", "Große Möwe von Norrby", "Freunde der Fähre"),
    ),
    Case(
        "German: marks, inversion, apposition",
        "de",
        "Umweltministerin Karla Brandow stellte am Montag den Plan vor. „Wir fangen am Fluss an“, sagte Brandow in "
        "Neustedt.\n\n„Das reicht nicht“, erklärte der Sprecher des Bauernverbands, Jürgen Tiedke. Der Bürgermeister "
        "sagte: „Ich warte ab.“",
        (
            ("Wir fangen am Fluss an", "Karla Brandow"),
            ("Das reicht nicht", "Jürgen Tiedke"),
            ("Ich warte ab.", "der Bürgermeister"),
        ),
    ),
    Case(
        "German: so, laut, und wörtlich nach Umstandsangabe",
        "de",
        "Der Verkehrsminister Hans Oderbruch lehnt die Maut ab. „Sie trifft die Falschen“, so Oderbruch. Am Abend "
        "sagte er: „Dabei bleibt es.“",
        (("Sie trifft die Falschen", "Hans Oderbruch"), ("Dabei bleibt es.", "Hans Oderbruch")),
    ),
    Case(
        "German: names of things are no quotations",
        "de",
        "Die Zeitung „Neustedter Bote“ berichtete über den Film „Nacht am Deich“. Die „Seestern“ legte pünktlich ab.",
        (),
        ("Neustedter Bote", "Nacht am Deich", "Seestern"),
    ),
    Case(
        "German: reversed guillemets",
        "de",
        "»Das Wasser steigt seit gestern«, sagte die Deichgräfin Imke Harms.",
        (("Das Wasser steigt", "Imke Harms"),),
    ),
    Case(
        "French: guillemets, inversion, pronoun",
        "fr",
        "La ministre de la Culture, Hélène Vasseur, a visité le théâtre lundi.\n\n« Nous rouvrirons en mars », a "
        "déclaré Hélène Vasseur. « Le toit est réparé », a-t-elle ajouté.\n\nSelon le maire, « la ville paiera sa "
        "part ».",
        (
            ("Nous rouvrirons en mars", "Hélène Vasseur"),
            ("Le toit est réparé", "Hélène Vasseur"),
            ("la ville paiera sa part", "le maire"),
        ),
    ),
    Case(
        "French: dialogue with a dash",
        "fr",
        "Le gardien Luc Morand attendait au portail.\n\n— Je ne laisse entrer personne, dit Luc Morand.",
        (("Je ne laisse entrer personne", "Luc Morand"),),
    ),
    Case(
        "Spanish: guillemets, dropped subject",
        "es",
        "La alcaldesa Marta Ribó presentó el plan el lunes. «Empezaremos por el puerto», dijo Ribó. «No habrá más "
        "retrasos», añadió.",
        (("Empezaremos por el puerto", "Marta Ribó"), ("No habrá más", "Marta Ribó")),
    ),
    Case(
        "Spanish: dialogue with dashes",
        "es",
        "El pescador Julián Ortega no quiso entrar.\n\n—No vendré mañana —dijo Julián Ortega—. El mar está malo.",
        (("No vendré mañana", "Julián Ortega"), ("El mar está malo.", "Julián Ortega")),
    ),
    Case(
        "Italian: low marks, perfect, according to",
        "it",
        "Il sindaco Paolo Terranova ha incontrato i pescatori. «Il porto non chiuderà», ha detto Terranova. "
        "“Servono altri fondi”, ha aggiunto la consigliera Lucia Ferri.",
        (("Il porto non chiuderà", "Paolo Terranova"), ("Servono altri fondi", "Lucia Ferri")),
    ),
    Case(
        "Portuguese: curly marks and inversion",
        "pt",
        "O ministro Rui Teixeira visitou a barragem. “As obras começam em maio”, disse Teixeira. Segundo a engenheira "
        "Marta Lopes, “o muro está seguro”.",
        (("As obras começam em maio", "Rui Teixeira"), ("o muro está seguro", "Marta Lopes")),
    ),
    Case(
        "Portuguese: dialogue with dashes",
        "pt",
        "O barco não saiu.\n\n— Não venho amanhã — disse o pescador João Brandão. — O mar está mau.",
        (("Não venho amanhã", "João Brandão"), ("O mar está mau.", "João Brandão")),
    ),
    Case(
        "an attribution we cannot read is not taken from the neighbour",
        "en",
        '"They sold the pier," said Nora Bly. "Shame," grunted the oldest of the anglers. "We will buy it back," said '
        "Tom Reed.",
        (("They sold the pier", "Nora Bly"), ("We will buy it back", "Tom Reed")),
    ),
    Case(
        "the subject of the writer's sentence",
        "en",
        'Harbour poet Ines Carvalho has a new book. "Salt and Other Debts" went on sale on Monday. "I wrote it on the '
        'ferry," Carvalho said.',
        (("I wrote it on the ferry", "Ines Carvalho"),),
        ("Salt and Other Debts",),
    ),
    Case(
        "another language: spans and no speakers",
        "pl",
        "Minister Jan Wolny spotkał się z rybakami. „Port zostanie otwarty w maju”, powiedział Wolny.",
        (("Port zostanie otwarty w maju", None),),
    ),
    Case(
        "Japanese marks",
        "ja",
        "大臣は「港は五月に開きます」と述べた。",
        (("港は五月に開きます", None),),
    ),
)
