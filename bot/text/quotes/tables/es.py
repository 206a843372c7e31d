"""Spanish."""

from bot.text.quotes.words import Lexicon, words

LEXICON = Lexicon(
    code="es",
    cues=words(
        """
        dijo dice dijeron dicen dicho decía afirmó afirma afirmado aseguró asegura asegurado señaló
        señala señalado explicó explica explicado añadió añade añadido agregó agrega agregado indicó
        indica indicado declaró declara declarado manifestó manifiesta manifestado expresó expresa
        expresado apuntó apunta apuntado subrayó subraya subrayado destacó destaca destacado recordó
        recuerda recordado sostuvo sostiene sostenido insistió insiste insistido reconoció reconoce
        reconocido advirtió advierte advertido comentó comenta comentado precisó precisa precisado
        respondió responde respondido contestó contesta contestado preguntó pregunta preguntado escribió
        escribe escrito tuiteó anunció anuncia anunciado concluyó concluye concluido admitió admite
        admitido criticó critica criticado denunció denuncia denunciado lamentó lamenta lamentado
        reiteró reitera reiterado exclamó confesó confiesa confesado relató relata relatado contó cuenta
        contado argumentó argumenta argumentado enfatizó enfatiza puntualizó puntualiza remarcó remarca
        detalló detalla prometió promete opinó opina reclamó reclama pidió pide exigió exige avisó avisa
        resumió resume sentenció sentencia zanjó celebró celebra alertó alerta consideró considera
        considerado defendió defiende defendido apostilló matizó ratificó informó informa replicó
        ironizó bromeó gritó susurró murmuró instó incidió abundó valoró valora
        """
    ),
    weak_cues=words("llamó llama llamado calificó califica calificado tachó tacha describió describe definió habló cree creía"),
    participles=words(
        """
        diciendo afirmando asegurando añadiendo agregando señalando explicando recordando subrayando
        destacando insistiendo indicando apuntando advirtiendo
        """
    ),
    according=(("según",), ("de", "acuerdo", "con"), ("en", "palabras", "de"), ("a", "juicio", "de"), ("en", "opinión", "de")),
    he=words("él éste este"),
    she=words("ella ésta"),
    they=words("ellos ellas"),
    first_person=words("yo nosotros"),
    determiners=words(
        """
        el la los las un una unos unas su sus este esta estos estas ese esa esos esas aquel mi nuestro
        nuestra varios varias algunos algunas muchos muchas dos tres cuatro otro otra otros otras cada
        ningún ninguna lo
        """
    ),
    prepositions=words(
        """
        de del a al en con por para sin sobre entre hasta desde hacia contra durante ante bajo tras
        según mediante
        """
    ),
    subordinators=words("que cuando si como porque aunque mientras donde pues preguntado preguntada"),
    conjunctions=words("y e o u pero sino ni"),
    auxiliaries=words("ha han había habían haya es son era eran fue fueron está están estaba será sería puede debe va se le les"),
    adverbs=words(
        """
        también luego después además así entonces ya aún todavía siempre nunca hoy ayer mañana aquí allí
        ahora más no asimismo igualmente posteriormente previamente antes tarde mismo
        """
    ),
    relatives=words("quien quienes cual cuales cuyo cuya donde"),
    roles=words(
        """
        presidente presidenta ministro ministra secretario secretaria diputado diputada senador senadora
        alcalde alcaldesa jefe jefa director directora portavoz vocero vocera líder candidato candidata
        abogado abogada juez jueza fiscal profesor profesora investigador investigadora economista
        historiador historiadora periodista escritor escritora autor autora actor actriz cantante
        entrenador entrenadora seleccionador jugador jugadora capitán general coronel comisario
        comisaria responsable miembro consejero consejera delegado delegada exministro exministra
        expresidente expresidenta vicepresidente vicepresidenta canciller rey reina príncipe princesa
        papa cardenal obispo padre madre hijo hija hermano hermana esposo esposa gobernador gobernadora
        embajador embajadora fundador fundadora experto experta médico médica analista vecino vecina
        primer primera mandatario mandataria dirigente
        """
    ),
    trades=words(
        """
        alcalde alcaldesa agricultor agricultora albañil bibliotecario bibliotecaria biólogo bióloga bombero bombera camarero
        camarera capitán capitana carpintero carpintera cocinero cocinera conductor conductora electricista
        enfermero enfermera escritor escritora fotógrafo fotógrafa geólogo geóloga ingeniero ingeniera jardinero
        jardinera maestro maestra meteorólogo meteoróloga mecánico mecánica músico panadero panadera pescador
        pescadora piloto pintor pintora poeta psicólogo psicóloga sociólogo socióloga soldado traductor traductora
        veterinario veterinaria
        """
    ),
    female_roles=words(
        """
        presidenta ministra secretaria diputada senadora alcaldesa jefa directora vocera candidata
        abogada jueza profesora investigadora historiadora escritora autora actriz entrenadora jugadora
        comisaria consejera delegada exministra expresidenta vicepresidenta reina princesa madre hija
        hermana esposa gobernadora embajadora fundadora experta médica vecina señora sra doña mandataria
        primera
        """
    ),
    male_roles=words(
        """
        presidente ministro secretario diputado senador alcalde jefe director vocero candidato abogado
        juez profesor investigador historiador escritor autor actor entrenador seleccionador jugador
        comisario consejero delegado exministro expresidente vicepresidente rey príncipe papa padre hijo
        hermano esposo gobernador embajador fundador experto médico vecino señor sr don mandatario
        primer
        """
    ),
    titles=words("señor señora sr sra srta don doña dr dra doctor doctora general presidente presidenta rey reina papa"),
    never_names=words(
        """
        el la los las un una unos unas lo y e o u pero si no sí de del a al en con por para sin sobre
        según tras desde hasta cuando como que quien donde su sus este esta estos estas ese esa él ella
        ellos ellas yo también además así ya hoy ayer mañana lunes martes miércoles jueves viernes
        sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
        diciembre más menos muy todo todos toda todas españoles española español europea preguntado
        preguntada ante durante mientras aunque sin_embargo entre
        """
    ),
    naming=words("titulado titulada llamado llamada denominado denominada título"),
    bodies=words(
        """
        ministerio gobierno partido tribunal policía periódico diario empresa compañía organización
        sindicato comisión asociación banco parlamento senado congreso ejército iglesia universidad
        instituto fiscalía ayuntamiento agencia federación grupo
        """
    ),
    links=words("de del para en por"),
    tight_links=words("de del la el los las"),
    name_particles=words("de la del los las van von y"),
    participle_ends=("ando", "iendo"),
    drops_subjects=True,
    inverts=True,
)  # fmt: skip
