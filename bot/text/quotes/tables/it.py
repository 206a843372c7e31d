"""Italian."""

from bot.text.quotes.words import Lexicon, words

LEXICON = Lexicon(
    code="it",
    cues=words(
        """
        gridato gridò grida tuonò urlò confermò sussurrato precisò obiettato obietta contestato contesta dice disse detto dicono diceva dichiara dichiarato dichiarò afferma affermato affermò spiega
        spiegato spiegò aggiunge aggiunto aggiunse sottolinea sottolineato sottolineò ricorda ricordato
        ricordò osserva osservato osservò scrive scritto scrisse annuncia annunciato annunciò risponde
        risposto rispose racconta raccontato raccontò ammette ammesso ammise conclude concluso concluse
        precisa precisato precisò sostiene sostenuto sostenne commenta commentato commentò ribadisce
        ribadito ribadì assicura assicurato assicurò avverte avvertito avvertì insiste insistito chiede
        chiesto chiese domanda domandato promette promesso denuncia denunciato critica criticato attacca
        attaccato replica replicato replicò twitta twittato riferisce riferito confida confidato rivela
        rivelato evidenzia evidenziato rileva rilevato chiarisce chiarito auspica auspicato confessa
        confessato esclama esclamato incalza rincara lamenta lamentato continua continuato prosegue
        proseguito fa sapere nota notato segnala segnalato riconosce riconosciuto puntualizza
        puntualizzato tuona tuonato ironizza ironizzato conferma confermato rimarca rimarcato esorta
        esortato invoca invocato invita invitato ringrazia ringraziato sbotta urla urlato sussurra
        """
    ),
    weak_cues=words("definisce definito definì chiama chiamato chiamò parla parlato descrive descritto bolla bollato crede pensa"),
    participles=words(
        """
        dicendo affermando aggiungendo spiegando sottolineando ricordando dichiarando precisando
        ribadendo osservando sostenendo concludendo scrivendo
        """
    ),
    according=(("secondo",), ("stando", "a"), ("per",), ("a", "detta", "di"), ("a", "parere", "di"), ("nelle", "parole", "di")),
    he=words("lui egli quest'ultimo"),
    she=words("lei ella"),
    they=words("loro essi"),
    first_person=words("io noi"),
    determiners=words(
        """
        il lo la i gli le l' un uno una un' del dello della dei degli delle suo sua suoi sue loro questo
        questa questi queste quel quello quella quei alcuni alcune molti molte due tre quattro altro
        altra altri altre ogni nessun nessuna
        """
    ),
    prepositions=words(
        """
        di del dello della dei degli delle dell' d' a al allo alla ai agli alle all' in nel nello nella
        nei negli nelle nell' con per su sul sulla sui sulle sull' da dal dalla dai dalle dall' tra fra
        senza contro durante dopo prima secondo verso presso
        """
    ),
    subordinators=words("che quando se come perché mentre dove poiché benché sebbene ch'"),
    conjunctions=words("e ed o ma però né"),
    auxiliaries=words("ha hanno aveva avevano è sono era erano sarà sarebbe può deve va viene si gli ci ne abbia fosse c'"),
    adverbs=words(
        """
        anche poi inoltre così già ancora sempre mai oggi ieri domani qui qua là ora adesso più non
        infine quindi dunque invece tuttavia intanto successivamente prima dopo
        """
    ),
    relatives=words("cui quale quali chi"),
    roles=words(
        """
        presidente presidentessa ministro ministra segretario segretaria deputato deputata senatore
        senatrice sindaco sindaca capo direttore direttrice portavoce leader candidato candidata
        avvocato avvocata giudice procuratore procuratrice professore professoressa ricercatore
        ricercatrice economista storico storica giornalista scrittore scrittrice autore autrice attore
        attrice cantante allenatore allenatrice ct giocatore giocatrice capitano generale colonnello
        commissario commissaria responsabile membro consigliere consigliera delegato delegata
        vicepresidente premier cancelliere cancelliera re regina principe principessa papa cardinale
        vescovo padre madre figlio figlia fratello sorella marito moglie governatore governatrice
        ambasciatore ambasciatrice fondatore fondatrice amministratore amministratrice esperto esperta
        medico vicepremier sottosegretario sottosegretaria assessore assessora numero esponente ex
        vicesegretario questore prefetto
        """
    ),
    trades=words(
        """
        agricoltore agricoltrice architetto architetta bibliotecario bibliotecaria biologo biologa capitano capitana
        cuoco cuoca elettricista fornaio fornaia fotografo fotografa geologo geologa giardiniere giardiniera
        infermiere infermiera ingegnere insegnante maestro maestra meccanico meteorologo meteorologa musicista panettiere
        pescatore pescatrice pilota pittore pittrice poeta pompiere psicologo psicologa sociologo sociologa soldato
        traduttore traduttrice veterinario veterinaria
        """
    ),
    female_roles=words(
        """
        presidentessa ministra segretaria deputata senatrice sindaca direttrice candidata avvocata
        procuratrice professoressa ricercatrice storica scrittrice autrice attrice allenatrice
        giocatrice commissaria consigliera delegata cancelliera regina principessa madre figlia sorella
        moglie governatrice ambasciatrice fondatrice amministratrice esperta sottosegretaria assessora
        signora sig.ra
        """
    ),
    male_roles=words(
        """
        ministro segretario deputato senatore sindaco direttore candidato avvocato procuratore
        professore ricercatore storico scrittore autore attore allenatore giocatore capitano colonnello
        commissario consigliere delegato cancelliere re principe papa padre figlio fratello marito
        governatore ambasciatore fondatore amministratore esperto sottosegretario assessore signor don
        """
    ),
    titles=words("signor signora sig dott dottor dottoressa prof professor professoressa avv ing on onorevole papa re regina don"),
    never_names=words(
        """
        il lo la i gli le l' un uno una un' e ed o ma però se non no sì di del della dei degli delle
        dell' a al alla ai agli alle all' in nel nella nei nelle nell' con per su sul sulla da dal dalla
        tra fra secondo dopo prima quando come che chi cui dove suo sua suoi sue questo questa questi
        queste quel quello quella lui lei loro io anche poi inoltre così già oggi ieri domani lunedì
        martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno
        luglio agosto settembre ottobre novembre dicembre più meno molto tutto tutti tutta tutte
        italiani italiana italiano europea c' d' intanto infine invece tuttavia durante mentre
        """
    ),
    naming=words("intitolato intitolata chiamato chiamata denominato denominata titolo"),
    bodies=words(
        """
        ministero governo partito tribunale polizia giornale quotidiano azienda società organizzazione
        sindacato commissione associazione banca parlamento senato camera esercito chiesa università
        istituto procura comune agenzia federazione gruppo questura
        """
    ),
    links=words("di del dello della dei degli delle dell' d' per a al alla in nel nella"),
    tight_links=words("di del dello della dei degli delle dell' d' l' la il"),
    name_particles=words("di de del della dei da dal van von la lo"),
    participle_ends=("ando", "endo"),
    drops_subjects=True,
    inverts=True,
    elides=True,
)  # fmt: skip
