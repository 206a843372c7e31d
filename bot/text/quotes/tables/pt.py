"""Portuguese."""

from bot.text.quotes.words import Lexicon, words

LEXICON = Lexicon(
    code="pt",
    cues=words(
        """
        disse diz disseram dizem dito dizia afirmou afirma afirmado declarou declara declarado explicou
        explica explicado acrescentou acrescenta acrescentado adiantou adianta salientou salienta
        sublinhou sublinha destacou destaca ressaltou ressalta lembrou lembra recordou recorda observou
        observa escreveu escreve escrito anunciou anuncia respondeu responde contou conta admitiu admite
        concluiu conclui avisou avisa alertou alerta comentou comenta reiterou reitera garantiu garante
        assegurou assegura insistiu insiste perguntou pergunta questionou questiona prometeu promete
        denunciou denuncia criticou critica lamentou lamenta defendeu defende considerou considera
        reconheceu reconhece referiu refere frisou frisa apontou aponta completou completa continuou
        continua pontuou enfatizou enfatiza revelou revela relatou relata confessou confessa argumentou
        argumenta informou informa ponderou pondera avaliou avalia rebateu rebate opinou opina resumiu
        resume publicou tuitou postou falou fala prosseguiu prossegue confirmou confirma exclamou
        indicou indica indicou sustentou sustenta brincou gritou atirou notou nota vincou precisou
        esclareceu esclarece
        """
    ),
    weak_cues=words("chamou chama classificou classifica descreveu descreve definiu considera acredita pensa acha quer"),
    participles=words(
        """
        dizendo afirmando acrescentando explicando lembrando destacando sublinhando salientando
        ressaltando garantindo concluindo escrevendo referindo
        """
    ),
    according=(
        ("segundo",), ("de", "acordo", "com"), ("nas", "palavras", "de"), ("na", "opinião", "de"), ("conforme",), ("para",),
    ),
    he=words("ele este"),
    she=words("ela esta"),
    they=words("eles elas"),
    first_person=words("eu nós"),
    determiners=words(
        """
        o a os as um uma uns umas seu sua seus suas este esta estes estas esse essa esses essas aquele
        aquela meu nosso vários várias alguns algumas muitos muitas dois duas três quatro outro outra
        outros outras cada nenhum nenhuma
        """
    ),
    prepositions=words(
        """
        de do da dos das em no na nos nas num numa ao à aos às com por pelo pela pelos pelas para sem
        sobre entre até desde contra durante perante sob após segundo conforme
        """
    ),
    subordinators=words("que quando se como porque embora enquanto onde pois questionado questionada"),
    conjunctions=words("e ou mas porém nem"),
    auxiliaries=words("tem têm tinha tinham havia é são era eram foi foram está estão estava será seria pode deve vai se lhe já"),
    adverbs=words(
        """
        também depois ainda além assim então já sempre nunca hoje ontem amanhã aqui ali agora mais não
        posteriormente antes igualmente por_fim mesmo
        """
    ),
    relatives=words("quem qual quais cujo cuja onde"),
    roles=words(
        """
        presidente presidenta ministro ministra secretário secretária deputado deputada senador senadora
        prefeito prefeita chefe diretor diretora porta-voz líder candidato candidata advogado advogada
        juiz juíza procurador procuradora professor professora pesquisador pesquisadora investigador
        investigadora economista historiador historiadora jornalista escritor escritora autor autora
        ator atriz cantor cantora treinador treinadora técnico técnica selecionador jogador jogadora
        capitão general coronel delegado delegada responsável membro conselheiro conselheira
        vice-presidente primeiro-ministro primeira-ministra chanceler rei rainha príncipe princesa papa
        cardeal bispo pai mãe filho filha irmão irmã marido esposa governador governadora embaixador
        embaixadora fundador fundadora especialista médico médica analista vizinho vizinha ex-presidente
        ex-ministro ex-ministra autarca vereador vereadora dirigente
        """
    ),
    trades=words(
        """
        agricultor agricultora arquiteto arquiteta bibliotecário bibliotecária biólogo bióloga bombeiro bombeira capitão
        capitã cozinheiro cozinheira eletricista enfermeiro enfermeira engenheiro engenheira fotógrafo fotógrafa
        geólogo geóloga jardineiro jardineira mecânico mecânica meteorologista motorista músico padeiro padeira pescador
        pescadora piloto pintor pintora poeta professor professora psicólogo psicóloga sociólogo socióloga soldado
        tradutor tradutora veterinário veterinária
        """
    ),
    female_roles=words(
        """
        presidenta ministra secretária deputada senadora prefeita diretora candidata advogada juíza
        procuradora professora pesquisadora investigadora historiadora escritora autora atriz cantora
        treinadora técnica jogadora delegada conselheira primeira-ministra rainha princesa mãe filha
        irmã esposa governadora embaixadora fundadora médica vizinha ex-ministra vereadora senhora dona
        dra sra
        """
    ),
    male_roles=words(
        """
        ministro secretário deputado senador prefeito diretor candidato advogado juiz procurador
        professor pesquisador investigador historiador escritor autor ator cantor treinador técnico
        selecionador jogador capitão coronel delegado conselheiro primeiro-ministro rei príncipe papa
        pai filho irmão marido governador embaixador fundador médico vizinho ex-ministro vereador senhor
        sr dr
        """
    ),
    titles=words("senhor senhora sr sra dr dra doutor doutora dom dona general presidente rei rainha papa"),
    never_names=words(
        """
        o a os as um uma uns umas e ou mas porém se não sim de do da dos das em no na nos nas a ao à aos
        às com por pelo pela para sem sobre segundo após desde até quando como que quem onde seu sua
        seus suas este esta estes estas esse essa ele ela eles elas eu também além assim já hoje ontem
        amanhã segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo segunda
        terça quarta quinta sexta janeiro fevereiro março abril maio junho julho agosto setembro outubro
        novembro dezembro mais menos muito tudo todos toda todas brasileiros brasileira portuguesa
        questionado questionada durante enquanto embora entretanto conforme
        """
    ),
    naming=words("intitulado intitulada chamado chamada denominado denominada título"),
    bodies=words(
        """
        ministério governo partido tribunal polícia jornal empresa companhia organização sindicato
        comissão associação banco parlamento senado congresso câmara exército igreja universidade
        instituto prefeitura agência federação grupo procuradoria
        """
    ),
    links=words("de do da dos das para em no na"),
    tight_links=words("de do da dos das o a"),
    name_particles=words("de do da dos das e van von"),
    participle_ends=("ando", "endo", "indo"),
    drops_subjects=True,
    inverts=True,
)  # fmt: skip
