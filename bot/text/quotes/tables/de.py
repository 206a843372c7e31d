"""German."""

from bot.text.quotes.words import Lexicon, words

LEXICON = Lexicon(
    code="de",
    cues=words(
        """
        sagte sagt sagten sagen gesagt erklärte erklärt erklärten erklären meinte meint meinten betonte
        betont betonten schrieb schreibt schrieben geschrieben äußerte äußert äußerten geäußert
        twitterte twittert berichtete berichtet berichteten ergänzte ergänzt antwortete antwortet
        antworteten fragte fragt rief ruft riefen warnte warnt warnten bekräftigte bekräftigt behauptete
        behauptet bestätigte bestätigt urteilte urteilt resümierte resümiert kommentierte kommentiert
        teilte teilten teilt mitgeteilt kündigte kündigt verkündete verkündet erwiderte entgegnete
        erläuterte erläutert forderte fordert forderten verlangte versicherte versichert unterstrich
        hinzufügte fügte fügt bemerkte bemerkt konstatierte kritisierte kritisiert kritisierten
        monierte beklagte klagte lobte mahnte mahnt appellierte argumentierte begründete begründet
        formulierte bilanzierte räumte gab gibt verwies wies unterstreicht sprach spricht erinnerte
        prognostizierte vermutete glaubt hofft verteidigte versprach bedauerte gestand drohte ließ lässt
        lautete lautet heißt hieß befand findet fand notierte postete freute beschrieb beschreibt
        zitiert zitierte zitieren wünschte hob ausgesagt angekündigt verkündeten skandierten skandierte
        rechtfertigte reagierte präzisierte bezeichnete nannte schimpfte witzelte spottete fuhr begann
        schilderte schildert strich bewertete bewertet beurteilte drückte äußerten gestand plädierte
        meldete meldet meldeten
        """
    ),
    weak_cues=words(
        """
        bezeichnet bezeichneten nennt nannten genannt warf vorwarf beschuldigte charakterisierte
        titulierte hält hielt sieht sah will wollte werde hofft dankte würdigte
        """
    ),
    participles=words("sagend erklärend"),
    according=(
        ("so",), ("laut",), ("zufolge",), ("nach", "angaben", "von"), ("nach", "ansicht", "von"), ("nach", "aussage", "von"),
        ("nach", "angaben"), ("nach", "ansicht"), ("nach", "worten"), ("nach", "meinung"), ("aus", "sicht"), ("gemäß",),
    ),
    he=words("er"),
    she=words("sie"),
    they=words(""),
    first_person=words("ich wir"),
    determiners=words(
        """
        der die das den dem des ein eine einen einem einer eines kein keine sein seine seinen seiner ihr
        ihre ihren ihrer unser dieser diese dieses diesen diesem jener jene viele einige mehrere manche
        beide alle zwei drei
        """
    ),
    prepositions=words(
        """
        von vom für mit aus bei beim in im an am auf über unter vor nach zu zum zur gegen durch während
        seit bis ohne um wegen trotz laut gegenüber zwischen neben hinter ab per gemäß anlässlich
        angesichts innerhalb außerhalb
        """
    ),
    subordinators=words("dass weil wenn als während obwohl nachdem bevor ob damit sodass da indem seitdem falls"),
    conjunctions=words("und aber oder denn doch sondern sowie"),
    auxiliaries=words(
        """
        hat hatte haben hatten habe ist war sind waren sei wurde wurden wird werden würde kann konnte
        soll sollte muss musste will wollte darf durfte
        """
    ),
    adverbs=words(
        """
        auch dann später noch bereits schon nun jetzt heute gestern wieder weiter weiterhin zudem
        außerdem dabei dazu allerdings jedoch ferner zugleich gleichzeitig sich daraufhin hierzu dagegen
        deshalb darüber wörtlich abschließend zuvor zuletzt unterdessen anschließend schließlich weiters
        sogar etwa nur nicht dort hingegen demnach damals ausdrücklich selbst unter_anderem ebenfalls
        deutlich erneut mehrfach
        """
    ),
    relatives=words("welcher welche welches wer was dessen deren wo"),
    roles=words(
        """
        herr herrn frau dr prof professor minister ministerin präsident präsidentin kanzler kanzlerin
        papst könig königin general direktor direktorin lord sir sprecher sprecherin polizei regierung
        general oberst kardinal bischof pfarrer prinz prinzessin mutter vater sohn tochter bruder
        schwester anwalt anwältin autor autorin rapper sänger sängerin schauspieler schauspielerin
        trainer kapitän torwart stürmer astronaut pilot staatschef parteichef regierungschef
        """
    ),
    role_ends=(
        "minister", "ministerin", "präsident", "präsidentin", "präsidenten", "kanzler", "kanzlerin", "sprecher",
        "sprecherin", "chef", "chefin", "richter", "richterin", "trainer", "trainerin", "direktor", "direktorin", "leiter",
        "leiterin", "politiker", "politikerin", "beauftragte", "beauftragter", "kommissar", "kommissarin", "kandidat",
        "kandidatin", "gouverneur", "gouverneurin", "senator", "senatorin", "bürgermeister", "bürgermeisterin",
        "botschafter", "botschafterin", "forscher", "forscherin", "wissenschaftler", "wissenschaftlerin", "professor",
        "professorin", "experte", "expertin", "sekretär", "sekretärin", "manager", "managerin", "mitarbeiter",
        "mitarbeiterin", "vertreter", "vertreterin", "vorsitzende", "vorsitzender", "vorsitzenden", "vorstand",
        "abgeordnete", "abgeordneter", "abgeordneten", "mitglied", "analyst", "analystin", "anwalt", "anwältin", "gründer",
        "gründerin", "geschäftsführer", "geschäftsführerin", "journalist", "journalistin", "historiker", "historikerin",
        "verteidiger", "verteidigerin", "inspekteur", "ministers", "führer", "führerin", "rat", "rätin", "könig", "königin",
        "herausgeber", "redakteur", "redakteurin", "autor", "autorin", "vize", "general", "admiral", "oberst", "bischof",
        "kardinal", "meister", "meisterin", "fahrer", "fahrerin", "spieler", "spielerin", "sieger", "siegerin", "kapitän",
        "anwälte", "premier", "premierministerin", "ermittler", "ermittlerin", "intendant", "intendantin", "pilot",
        "ökonom", "ökonomin", "gründerin", "chefredakteur", "kollege", "kollegin", "staatsanwalt", "staatsanwältin", "rabbiner", "rabbinerin", "kommandierende", "kommandierender", "gräfin", "graf", "wirt", "wirtin", "wart", "wartin", "ler", "lerin", "arzt", "ärztin",
        "schützer", "schützerin", "mann", "frau", "gärtner", "gärtnerin", "bauer", "bäuerin", "händler", "händlerin",
        "planer", "lehrer", "unternehmer", "besitzer", "betreiber", "berater", "pfleger", "bewohner", "helfer",
        "retter", "züchter", "veranstalter", "beobachter", "mieter", "planerin", "lehrerin", "unternehmerin",
        "besitzerin", "betreiberin", "beraterin", "pflegerin", "bewohnerin", "helferin", "retterin", "züchterin",
        "veranstalterin", "beobachterin", "mieterin", "architekt", "architektin", "ingenieur", "ingenieurin", "loge",
        "login", "biologe", "biologin", "dezernent", "dezernentin", "referent", "referentin", "dirigent",
        "dirigentin", "student", "studentin",
    ),
    female_ends=("in", "frau", "königin", "rätin"),
    female_roles=words("frau kanzlerin mutter tochter schwester königin prinzessin papstin"),
    male_roles=words("herr herrn vater sohn bruder könig prinz papst"),
    titles=words("herr herrn frau dr prof professor sir lord papst könig königin general kanzler kanzlerin präsident minister"),
    never_names=words(
        """
        der die das den dem des ein eine einen einem einer eines und aber oder auch im in am an auf aus
        bei beim mit nach von vom vor zu zum zur über unter für gegen durch um als wie so laut da dort
        hier es er sie wir ich man dies diese dieser dieses weil wenn während nachdem obwohl bevor trotz
        seit bis zudem außerdem dabei allerdings jedoch doch nun heute gestern montag dienstag mittwoch
        donnerstag freitag samstag sonntag sonnabend januar februar märz april mai juni juli august
        september oktober november dezember alle viele einige mehrere beide kein keine sein seine ihr
        ihre wer was wo wann warum erst noch nur nicht dann damit darauf dazu darüber zuvor später
        bereits schon insgesamt rund etwa mehr deutsche deutschen deutscher
        """
    ),
    bodies=words(
        """
        ministerium polizei regierung partei behörde gericht zeitung verband gesellschaft agentur
        magazin organisation gewerkschaft fraktion kommission senat unternehmen firma bank kirche armee
        verein universität institut staatsanwaltschaft bundesregierung opposition
        """
    ),
    naming=words("genannt namens titel titels betitelt codename codenamen motto name"),
    definite=words("der die das den dem des im am beim vom zum zur"),
    oblique=words("den dem des einem eines einen seinem seines ihrem ihres diesem dieses"),
    impersonal=words("heißt hieß"),
    label_cues=words(
        """
        bezeichnete bezeichnet bezeichneten bezeichnen nannte nennt nannten nennen genannt sprach
        spricht sprachen titulierte verurteilte verurteilten beurteilte wertete werteten kritisierte
        kritisierten wies warnte warnten beschimpfte lobte charakterisierte beschrieb skandierten
        skandierte
        """
    ),
    links=words("von vom für aus der des"),
    tight_links=words("von vom der des für"),
    name_particles=words("von van de del della di da zu zur la le el al bin ibn den der ten ter dos du"),
    nouns_are_capital=True,
    inverts=True,
)  # fmt: skip
