"""Function words that say nothing about what a text is about, in lower case, by language."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = {
    "en": _words(
        "a about above after again against all almost also although always am among an and another any anyone are "
        "around as at back be became because been before being below between both but by came can cannot could "
        "did do does doing done down during each either else even ever every few first for from further get gets "
        "getting go goes going got had has have having he her here hers herself him himself his how however i if "
        "in into is it its itself just last least less let like made make makes many may me might mine more most "
        "much must my myself near neither never next no nor not now of off often on once one only onto or other "
        "others our ours ourselves out over own per perhaps put quite rather really said same saw say saying says "
        "see seen she should since so some someone something soon still such take taken than that the their "
        "theirs them themselves then there these they this those though three through thus to told too took "
        "toward towards two under until up upon us use used very via want wants was way we well went were what "
        "whatever when where whether which while who whom whose why will with within without would yes yet you "
        "your yours yourself don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't "
        "wouldn't can't couldn't shouldn't it's that's there's he's she's they're we're you're i'm i've we've "
        "they've i'd he'd she'd i'll we'll he'll she'll they'll mr mrs ms dr"
    ),
    "de": _words(
        "ab aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus bei beim "
        "bereits bin bis bist da dabei dadurch dafür dagegen daher dahin damit danach daneben dann daran darauf "
        "daraus darf darin darüber darum darunter das dass davon davor dazu dein deine dem den denen denn dennoch "
        "der deren des deshalb dessen die dies diese diesem diesen dieser dieses doch dort du durch dürfen ebenso "
        "ein eine einem einen einer eines einige einigen einmal er erst es etwa etwas euch euer für gab ganz "
        "gegen gegenüber gehen geht gewesen gibt habe haben hat hatte hatten hätte hätten her hier hin hinter ich "
        "ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in indem ins ist ja je jede jedem jeden jeder "
        "jedes jedoch jemand jene jetzt kam kann kein keine keinem keinen keiner können könnte konnte konnten "
        "laut machen man mehr mein meine mich mir mit muss müssen musste nach nachdem neben nein nicht nichts "
        "noch nun nur ob oder ohne schon sehr sei seien sein seine seinem seinen seiner seines seit seitdem "
        "selbst sich sie sind so sogar solche soll sollen sollte sollten sondern sonst sowie sowohl über um und "
        "uns unser unsere unter viel viele vielen vom von vor war waren wäre während warum was wegen weil weiter "
        "weitere weiteren welche welchem welchen welcher welches wenig wenn wer werde werden wie wieder will wir "
        "wird wo wollen wollte worden wurde wurden würde würden zu zum zur zwar zwei zwischen sagte sagt"
    ),
    "es": _words(
        "a al algo alguien alguna algunas alguno algunos allí ante antes aquel aquella aquello aquí así aun aún "
        "aunque bajo bien cada casi como cómo con contra cosa cual cuál cuales cualquier cuando cuándo cuanto da "
        "dado de debe deben del desde después dice dicen dicho dijo donde dónde dos durante e él el ella ellas "
        "ello ellos en entonces entre era eran eras eres es esa esas ese eso esos esta está están estaba estaban "
        "estado estamos estar este esto estos estoy fue fueron ha había habían haber hace hacer hacia han hasta "
        "hay he hecho hemos hoy hubo incluso la las le les lo los luego más me mediante menos mi mientras mis "
        "misma mismas mismo mismos mucha muchas mucho muchos muy nada nadie ni ningún ninguna no nos nosotros "
        "nuestra nuestras nuestro nuestros nunca o os otra otras otro otros para parte pero poco por porque pudo "
        "puede pueden pues que qué quien quién quienes se sea según ser será si sí sido siempre sin sino sobre "
        "solo sólo son su sus tal también tampoco tan tanto te tenía tener tiene tienen toda todas todavía todo "
        "todos tras tres tu tus un una unas uno unos usted ustedes va van varias varios ver vez y ya yo"
    ),
    "fr": _words(
        "a à afin ai ainsi alors après as au aucun aucune aujourd'hui auquel aura aurait aussi autre autres aux "
        "avaient avait avant avec avoir ayant beaucoup bien c' ça car ce ceci cela celle celles celui cependant "
        "certains ces cet cette ceux chaque chez ci comme comment contre d' dans de déjà depuis des deux devant "
        "doit donc dont du durant elle elles en encore enfin ensuite entre es est et étaient était étant été être "
        "eu eux fait faire fois font fut grand ici il ils j' je jusqu' jusque l' la là le lequel les leur leurs "
        "lors lorsque lui m' ma mais malgré me même mêmes mes moi moins mon n' ne ni non nos notre nous on ont ou "
        "où par parce parmi pas pendant personne peu peut peuvent plus plusieurs plutôt pour pourquoi pourtant "
        "près puis qu' quand que quel quelle quelles quelque quelques quels qui quoi rien s' sa sans sauf se "
        "selon sera serait ses seulement si sien soit son sont sous souvent sur t' ta tandis tant te tel telle "
        "tes toi ton toujours tous tout toute toutes très trois trop tu un une va vers voici voilà vont vos votre "
        "vous y dit"
    ),
    "it": _words(
        "a ad ai al alcuni alcune alla alle allo allora altra altre altri altro anche ancora anzi avere aveva "
        "avevano avrebbe ben c' che chi ci ciascuno ciò cioè circa col come con contro cosa così cui d' da dagli "
        "dai dal dalla dalle dallo degli dei del dell' della delle dello dentro deve devono di dice disse dopo "
        "dove due dunque durante e è ed egli ella era erano essere esso essa essi fa fare fatto fino fra fu "
        "furono già gli grazie ha hanno ho i il in infatti infine inoltre insieme invece io l' la là le lei li lo "
        "loro lui ma mai me meno mentre mi mia mie miei mio molta molte molti molto ne né negli nei nel nell' "
        "nella nelle nello nessun nessuno nient' no noi non nostra nostre nostri nostro nulla o oggi ogni oltre "
        "ora ore per perché perciò però più poco poi presso prima proprio può possono qual quale quali qualche "
        "quando quanto quasi quella quelle quelli quello questa queste questi questo qui quindi sarà sarebbe se "
        "secondo sei sempre senza si sia siamo siano solo sono sopra sotto stata state stati stato stesso su sua "
        "sue sui sul sull' sulla sulle suo suoi tale tali tanto te tra tre tu tua tue tuo tuoi tutta tutte tutti "
        "tutto un un' una uno va verso vi via voi vostro ha detto"
    ),
    "pt": _words(
        "a à acerca afirma afirmou agora ainda algo alguém algum alguma algumas alguns ali ante antes ao aos "
        "apenas após aquela aquelas aquele aqueles aquilo as às até através bem cada cerca com como contra "
        "contudo da dá daquele das de dela delas dele deles depois desde dessa desse desta deste deve devem disse "
        "diz dizer do dois dos durante e é ela elas ele eles em embora enquanto entre era eram essa essas esse "
        "esses esta está estão estar estas estava estavam este esteja estes esteve eu faz fazer fez foi foram for "
        "fosse há houve isso isto já la lá lhe lhes lo logo mais mas me mediante menos mesma mesmas mesmo mesmos "
        "meu meus minha minhas muita muitas muito muitos na nada não nas nem nenhum nenhuma nessa nesse nesta "
        "neste no nos nós nossa nossas nosso nossos num numa nunca o onde os ou outra outras outro outros para "
        "pela pelas pelo pelos per perante pode podem pois por porém porque portanto posição pouco qual quais "
        "qualquer quando quanto que quem quer se segundo seja sem sempre sendo ser será seria seu seus si sido "
        "sob sobre somente sua suas tal também tanto tão te tem têm tendo ter teve tinha tinham toda todas todo "
        "todos três tu tua tudo um uma umas uns vai vão você vocês"
    ),
}
