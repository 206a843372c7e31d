"""French."""

from bot.text.quotes.words import Lexicon, words

LEXICON = Lexicon(
    code="fr",
    cues=words(
        """
        dit disait disent dire déclaré déclare déclarait affirmé affirme affirmait expliqué explique
        expliquait ajouté ajoute ajoutait indiqué indique précisé précise estimé estime estimait assuré
        assure souligné souligne rappelé rappelle écrit écrivait annoncé annonce répondu répond
        répondait lancé lance confié confie raconté raconte insisté insiste noté note reconnu reconnaît
        reconnait regretté regrette dénoncé dénonce averti avertit prévenu prévient martelé martèle
        répété répète commenté commente conclu conclut poursuivi poursuit résumé résume témoigné
        témoigne tweeté plaidé plaide demandé demande interrogé promis promet jugé juge considéré
        considère observé observe détaillé détaille soutenu soutient avoué avoue admis admet fustigé
        fustige ironisé ironise salué salue déploré déplore réagi réagit rétorqué rétorque réclamé
        souhaité souhaite pesté glissé glisse analysé analyse constaté constate justifié justifie alerté
        alerte évoqué évoque clamé clame confirmé confirme exclame exclamait exclamé insurge alarme
        inquiète s'exclame poursuivait reprend s'insurge insurgé félicité espéré espère critiqué
        critique menacé accusé accuse s'alarme s'inquiète inquiété relevé relève relativisé appelé
        concède concédé signalé
        déclara affirma expliqua ajouta indiqua précisa estima assura souligna rappela écrivit annonça répondit lança
        confia raconta insista nota reconnut regretta dénonça poursuivit résuma demanda promit jugea avoua ironisa
        rétorqua écria s'écria exclama s'exclama écrié écriée exclamée murmura murmure murmuré reprit répliqua réplique
        répliqué souffla souffle soufflé lâcha lâche lâché soupira soupire soupiré cria crie crié trancha tranche tranché
        """
    ),
    weak_cues=words(
        "qualifié qualifie appelle nommé parlé parle voit vu cru croit pense pensé veut voulait évoquait redit décrit"
    ),
    participles=words(
        """
        ajoutant affirmant déclarant expliquant précisant disant estimant assurant soulignant rappelant
        indiquant écrivant dénonçant évoquant citant qualifiant parlant jugeant lançant insistant
        annonçant
        """
    ),
    according=(("selon",), ("d'", "après"), ("d'après",), ("pour",), ("aux", "yeux", "de"), ("dixit",)),
    he=words("il celui-ci ce_dernier"),
    she=words("elle celle-ci"),
    they=words("ils elles"),
    first_person=words("je nous on j'"),
    determiners=words(
        """
        le la les l' un une des du ce cet cette ces son sa ses leur leurs mon ma mes notre nos votre vos
        plusieurs quelques certains certaines deux trois quatre chaque aucun aucune
        """
    ),
    prepositions=words(
        """
        de d' du des à au aux en dans par pour sur sous avec sans chez vers entre contre depuis pendant
        avant après devant derrière lors selon durant malgré parmi outre dès jusque hors face
        """
    ),
    subordinators=words("que qu' quand lorsque lorsqu' si s' comme parce puisque tandis alors interrogé interrogée quant"),
    conjunctions=words("et mais ou donc or ni car puis"),
    auxiliaries=words(
        """
        a ont avait avaient est sont était étaient a_été été aura aurait sera serait doit peut va vont
        vient se s' lui nous en y n' ne l'
        """
    ),
    adverbs=words(
        """
        aussi ensuite également encore déjà toujours jamais plus pas alors ainsi notamment enfin hier
        aujourd'hui demain ici là mardi lundi mercredi jeudi vendredi samedi dimanche même tout
        toutefois cependant pourtant d'abord puis tôt tard récemment
        """
    ),
    relatives=words("qui dont lequel laquelle lesquels où"),
    roles=words(
        """
        président présidente ministre secrétaire député députée sénateur sénatrice maire premier
        première chef cheffe directeur directrice porte-parole patron patronne candidat candidate avocat
        avocate juge procureur procureure préfet préfète professeur professeure chercheur chercheuse
        économiste historien historienne journaliste écrivain écrivaine auteur auteure autrice acteur
        actrice chanteur chanteuse entraîneur entraîneuse sélectionneur joueur joueuse capitaine général
        colonel commissaire responsable membre conseiller conseillère délégué déléguée général générale
        ancien ancienne ex-ministre ex-président vice-président vice-présidente chancelier chancelière
        roi reine prince princesse pape cardinal évêque père mère fils fille frère soeur sœur mari
        épouse gouverneur gouverneure ambassadeur ambassadrice leader fondateur fondatrice cofondateur
        cofondatrice pdg dirigeant dirigeante spécialiste expert experte médecin infirmier infirmière
        syndicaliste militant militante habitant habitante voisin voisine élu élue eurodéputé
        eurodéputée
        """
    ),
    trades=words(
        """
        agriculteur agricultrice architecte bibliothécaire biologiste boulanger boulangère bûcheron capitaine charpentier
        chauffeur conducteur conductrice cuisinier cuisinière électricien électricienne enseignant enseignante
        factrice géologue infirmier infirmière ingénieur ingénieure instituteur institutrice jardinier jardinière
        mécanicien mécanicienne météorologue musicien musicienne photographe pilote plombier poète pompier psychologue
        pêcheur pêcheuse romancier romancière sociologue soldat traducteur traductrice vétérinaire
        """
    ),
    female_roles=words(
        """
        présidente députée sénatrice première cheffe directrice patronne candidate avocate procureure
        préfète professeure chercheuse historienne écrivaine auteure autrice actrice chanteuse
        entraîneuse joueuse conseillère déléguée chancelière reine princesse mère fille soeur sœur
        épouse gouverneure ambassadrice fondatrice cofondatrice dirigeante experte infirmière militante
        habitante voisine élue mme madame ex-ministre_ vice-présidente eurodéputée
        """
    ),
    male_roles=words(
        """
        président député sénateur directeur patron candidat avocat procureur préfet professeur chercheur
        historien écrivain auteur acteur chanteur entraîneur joueur conseiller délégué chancelier roi
        prince père fils frère mari gouverneur ambassadeur fondateur cofondateur dirigeant infirmier
        militant habitant voisin élu m monsieur pape
        """
    ),
    titles=words("m mm mme mmes mlle monsieur madame dr docteur me maître président présidente ministre général sir lord pr"),
    never_names=words(
        """
        le la les l' un une des du de ce cet cette ces il elle ils elles on nous vous je et mais ou donc
        or ni car en dans à au aux par pour sur avec sans selon après avant depuis pendant lors si quand
        comme que qui quoi dont où son sa ses leur leurs lundi mardi mercredi jeudi vendredi samedi
        dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre
        hier aujourd'hui demain plus moins très tout tous toute toutes c'est c' d' j' n' s' qu' ne pas
        français française européen interrogé interrogée pourtant cependant toutefois ainsi alors enfin
        malgré face contre chez vers
        """
    ),
    naming=words("intitulé intitulée nommé nommée baptisé baptisée titre"),
    bodies=words(
        """
        ministère gouvernement parti tribunal police journal entreprise société organisation syndicat
        commission association banque parlement sénat assemblée armée église université institut parquet
        préfecture mairie agence élysée fédération collectif groupe
        """
    ),
    links=words("de d' du des à au aux en pour chez"),
    tight_links=words("de d' du des l' la le à"),
    name_particles=words("de la le du van von der bin ibn al el ben di da"),
    clitics=(("-ils", "they"), ("-elles", "they"), ("-il", "he"), ("-elle", "she"), ("-on", "i")),
    participle_ends=("ant",),
    inverts=True,
    elides=True,
)  # fmt: skip
