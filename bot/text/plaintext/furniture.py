"""Rules that recognise a line of furniture by itself: each has a name, so that a removal can be explained.

English first, then Spanish, Portuguese, French, German and Italian; word lists are small, the shape of the line and the
window do the rest. Only lines of up to ``MAX_LINE_CHARS`` are looked at, so a rule's cost is bounded.
"""

from __future__ import annotations

import re
from enum import StrEnum

MAX_LINE_CHARS = 420


class Heading(StrEnum):
    """What a heading announces."""

    COMMENTS = "comments"
    OTHERS = "other-headlines"
    RELATED = "related"
    ABOUT = "about-author"


def _words(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split("|"))


# --- single lines that say what they are by their exact words -----------------------------------------------------------

_NAVIGATION = _words(
    "home|menu|search|close|share|tweet|email|e-mail|mail|print|facebook|twitter|instagram|whatsapp|linkedin|pinterest|reddit"
    "|telegram|youtube|tumblr|google+|flipboard|pocket|tiktok|threads|bluesky|x|copy link|link copied|copy|link|save|saved|like|pin"
    "|share on facebook|share on twitter|share via email|share article|share this article|share this|share this story"
    "|share this post|share options|share this with|share on|share with|email this|print this|share to facebook|share to twitter|e-mail this article"
    "|log in|login|sign in|sign up|register|subscribe|subscribe now|my account|logout|log out|newsletter|newsletters|rss|rss feed"
    "|advertisement|advertising|ad|ads|sponsored|sponsored content|promoted|paid content|promoted content|supported by|article continues below advertisement"
    "|story continues below advertisement|story continues below|continue reading below|continue reading the main story|continue reading|scroll to continue"
    "|article continues below|story continues|skip advertisement|scroll to continue with content|content continues below"
    "|read more|read full article|read the full story|learn more|see more|view more|show more|load more|more|view all|see all|next|previous|back|prev|next article|previous article"
    "|back to top|top|skip to content|skip to main content|toggle navigation|navigation|main menu|breadcrumb|you are here|you are at|video|videos|photos|photo|gallery|image|images|live|live tv|audio"
    "|listen|listen to this article|listen to article|play|watch|watch live|watch video|watch now|open image in modal|view gallery|slideshow|full screen|fullscreen|view image|enlarge this image|enlarge image|toggle caption|hide caption"
    "|privacy|privacy policy|terms|terms of use|terms of service|terms and conditions|cookies|cookie policy|contact|contact us|about|about us|careers|sitemap|site map|faq|help|feedback|support"
    "|loading|loading...|loading…|advertise|advertise with us|copyright|all rights reserved|cancel|submit|send|ok|accept|reject|i agree|got it|dismiss|reply|report|follow|follow us|follow author|like this|like loading..."
    "|text size|font size|resize text|a a a|a+|a-|aa|change font size|use this link|permalink|embed|via|by|source|sources|click here|donate|donate now|support us|get the app"
    "|top stories|breaking news|breaking|exclusive|opinion|analysis|print edition|save article|bookmark|gift this article|republish|republish this article|corrections|reprints|view comments|show comments|hide comments|see comments|join the conversation"
    # German
    "|startseite|suche|suchen|menü|schließen|schliessen|teilen|drucken|merken|twittern|kommentieren|anzeige|werbung|impressum|kontakt|datenschutz|datenschutzerklärung|agb|anmelden|registrieren|abonnieren|abo|einloggen"
    "|mehr|mehr erfahren|weiterlesen|weiter|zurück|nach oben|zum seitenanfang|zum inhalt springen|artikel teilen|teilen auf facebook|auf facebook teilen|auf twitter teilen|per mail versenden|versenden|artikel drucken|seite drucken|artikel merken"
    "|vorlesen|artikel anhören|zur startseite|newsletter abonnieren|leserbrief schreiben|lesezeichen|feedback geben|bildergalerie|vergrößern|bild vergrößern|quelle|von|sie sind hier|gefällt mir"
    # French
    "|accueil|rechercher|recherche|partager|imprimer|envoyer|fermer|connexion|se connecter|s'abonner|abonnez-vous|publicité|lire la suite|lire plus|voir plus|retour|haut de page|suivez-nous|commenter|réagir|mentions légales|contactez-nous"
    "|partager sur facebook|partager sur twitter|envoyer par mail|écouter l'article|lire aussi|ajouter à mes favoris|suivant|précédent|par|la suite après cette publicité|la suite après la publicité"
    # Spanish
    "|inicio|portada|buscar|compartir|imprimir|enviar|cerrar|iniciar sesión|suscríbete|suscribirse|publicidad|leer más|ver más|volver|comentar|síguenos|aviso legal|contacto|compartir en facebook|compartir en twitter|guardar|escuchar|regístrate|por|siguiente|anterior"
    # Portuguese
    "|início|compartilhar|compartilhe|partilhar|assine|entrar|publicidade|leia mais|ver mais|voltar|comentar|siga-nos|continua depois da publicidade|continua após a publicidade|buscar|copiar link|próximo|contato|anúncio|fechar|ouvir"
    # Italian
    "|condividi|stampa|cerca|chiudi|accedi|abbonati|iscriviti|pubblicità|leggi tutto|leggi di più|continua a leggere|torna su|commenta|seguici|contatti|invia|ascolta l'articolo|salva|di|avanti|indietro"
)

_HEADINGS: dict[Heading, frozenset[str]] = {
    Heading.COMMENTS: _words(
        "comments|comment|leave a comment|leave a reply|leave a reply cancel reply|leave a comment cancel reply|post a comment|add a comment|add comment|post comment"
        "|write a comment|reader comments|readers' comments|user comments|join the discussion|join the conversation|have your say|what do you think|share your thoughts|your comment"
        "|share your thoughts cancel reply|cancel reply|responses|discussion|recent comments|most recent comments|view comments|view all comments|show comments|comments are closed|comments closed|be the first to comment|no comments|no comments yet|no comment|facebook comments|latest comments"
        "|letters to the editor|log in to comment|sign in to comment|sort by best|newest|newest first|oldest first|sort by|blog comments powered by disqus|comments powered by disqus|please enable javascript to view the comments powered by disqus"
        "|kommentare|kommentar|kommentar schreiben|kommentar verfassen|schreibe einen kommentar|schreibe einen kommentar antworten abbrechen|schreiben sie einen kommentar|kommentar hinzufügen|keine kommentare|leserkommentare|ihr kommentar|ihre meinung|diskutieren sie mit|hinterlasse einen kommentar|antwort abbrechen|kommentar verfassen antwort abbrechen|einen kommentar schreiben|hinterlasse eine antwort|diskussion|neueste kommentare|leserbriefe|leserbrief"
        "|commentaires|commentaire|laisser un commentaire|laisser un commentaire annuler la réponse|réagissez|réactions|vos réactions|vos commentaires|ajouter un commentaire|poster un commentaire|donnez votre avis"
        "|comentarios|comentario|deja un comentario|deja una respuesta|deja una respuesta cancelar la respuesta|dejar un comentario|escribe un comentario|comenta esta noticia|sin comentarios|añadir comentario|deja tu comentario"
        "|comentários|comentário|deixe um comentário|deixe uma resposta|deixe uma resposta cancelar resposta|deixe seu comentário|sem comentários|comente|seja o primeiro a comentar"
        "|commenti|commento|lascia un commento|lascia un commento annulla risposta|lascia una risposta|scrivi un commento|nessun commento|i commenti|i commenti dei lettori"
        "|reacties|plaats een reactie|komentarze|kommentarer|komentáře|комментарии|评论"
    ),
    Heading.RELATED: _words(
        "related|related story|related stories|related article|related articles|related news|related post|related posts|related content|related coverage|related topics|related links|related video|related videos|related reading|related items|see related"
        "|read more|read also|also read|see also|read next|more on this|more on this story|more on this topic|further reading|don't miss|must read|must reads|in this story|in pictures"
        "|mehr zum thema|zum thema|lesen sie auch|lesen sie dazu auch|lesen sie hier|lesen sie mehr|lesen sie mehr zum thema|auch interessant|siehe auch|verwandte artikel|ähnliche artikel|ähnliche beiträge|verwandte themen|verwandte beiträge|links zum thema|passend zum thema|weiterführende links|mehr dazu|weitere informationen zum thema"
        "|à lire aussi|lire aussi|a lire aussi|à lire également|sur le même sujet|articles liés|articles similaires|voir aussi|à voir aussi|pour aller plus loin|en lien avec cet article|articles connexes"
        "|lee también|lea también|leer también|te puede interesar|noticias relacionadas|artículos relacionados|relacionado|relacionadas|relacionados|más sobre|ver también|más información|temas relacionados|entradas relacionadas|notas relacionadas|contenido relacionado|archivado en"
        "|leia também|leia mais|veja também|saiba mais|artigos relacionados|notícias relacionadas|matérias relacionadas|posts relacionados|mais sobre"
        "|leggi anche|articoli correlati|potrebbe interessarti|potrebbe interessarti anche|notizie correlate|vedi anche|correlati|per approfondire|approfondimenti"
    ),
    Heading.OTHERS: _words(
        "explore|explore more|recommended|recommended for you|recommended stories|recommended reading|you may also like|you might also like|you may like|you might like|you may be interested in|you might be interested in|you may also be interested in|you may also enjoy|up next|what to read next|read this next|what others are reading|keep reading"
        "|most popular|most read|most viewed|most shared|most commented|most recent|popular|popular now|popular posts|popular stories|popular news|popular articles|trending|trending now|trending stories|trending news|trending topics|top stories|top news|top articles|latest|latest news|latest stories|latest headlines|latest posts|latest articles|latest videos|more news|more stories|more articles|more top stories|more headlines|more for you|more to explore|other news|other stories|other articles|in other news|editors' picks|editor's picks|editor's pick|editors' choice|editor's choice|editor's choices|featured|featured stories|featured articles|featured news|news|headlines|today's headlines|recent|recent posts|recent articles|recent stories|recent news|recent entries|from the web|around the web|from around the web|promoted stories|sponsored stories|sponsored links|sponsored content|paid partner content|our picks|best of|just in|breaking news|live updates|stories for you|for you|hot topics|topics|tags|post navigation|categories|archives|archive|blogroll|follow us|follow us on|stay connected|connect with us|newsletter|newsletters|sign up|subscribe|subscribe to our newsletter|sign up for our newsletter|advertisement|advertisements|share this|share this article|share this story|share this post|share this page|share|share this:|like this|tagged|filed under|today's top stories|today's picks|our latest|deals|buy now|what's hot|what's new|upcoming events|events|about us|quick links|useful links|company|follow|contact us|most watched|watch more|must watch|more videos|videos|photos|photo gallery|photo galleries|galleries|in case you missed it|icymi|the latest|next story|previous story|next post|previous post|next article|previous article|next up|sections|meta|social media|work with us"
        "|meistgelesen|meistgelesene artikel|meist gelesen|beliebt|beliebte artikel|beliebteste artikel|das könnte sie auch interessieren|das könnte dich auch interessieren|das könnte ihnen auch gefallen|das könnte sie interessieren|dies könnte sie auch interessieren|auch lesenswert|weitere artikel|weitere beiträge|weitere meldungen|weitere nachrichten|weitere themen|weitere news|aktuelle artikel|aktuelle nachrichten|aktuelle beiträge|aktuelle meldungen|aktuelles|neueste artikel|neueste beiträge|neueste nachrichten|letzte artikel|letzte beiträge|top-themen|top themen|topthemen|themen|schlagworte|schlagwörter|stichworte|stichwörter|kategorien|beitragsnavigation|beitrags-navigation|folgen sie uns|folge uns|teilen|teilen mit|beitrag teilen|artikel teilen|diesen beitrag teilen|diesen artikel teilen|tags|unsere empfehlungen|empfehlungen|empfehlungen der redaktion|mehr nachrichten|mehr aus|nachrichten|schlagzeilen|newsletter abonnieren|anzeigen|gefällt mir|jetzt abonnieren|termine|veranstaltungen|sie möchten mehr"
        "|les plus lus|les plus lues|les plus populaires|articles récents|à la une|dernières nouvelles|derniers articles|vous aimerez aussi|vous pourriez aussi aimer|recommandé pour vous|nos recommandations|plus d'articles|partager|partagez|partager cet article|mots-clés|mots clés|étiquettes|suivez-nous|catégories|l'actualité en direct|inscrivez-vous|newsletters|contenus sponsorisés|à découvrir|le plus lu|thèmes associés"
        "|lo más leído|lo más visto|más leídas|más leídos|lo último|últimas noticias|también te puede interesar|te recomendamos|recomendados|recomendado|más noticias|otras noticias|destacados|destacadas|noticias destacadas|etiquetas|síguenos|síguenos en|comparte|compartir|categorías|entradas recientes|temas|tendencias|te puede gustar|más vistas|no te pierdas|boletín"
        "|mais lidas|mais lidos|as mais lidas|últimas notícias|mais notícias|recomendados para você|veja mais|você pode gostar|você também pode gostar|talvez você goste|destaques|compartilhe|compartilhar|siga-nos|assuntos|posts recentes|artigos populares|outras notícias|mais recentes|tópicos"
        "|i più letti|più letti|articoli più letti|ultime notizie|ti potrebbe interessare|ti potrebbe piacere|altre notizie|articoli recenti|consigliati|consigliati per te|condividi|condividi su|etichette|seguici|seguici su|categorie|argomenti|in evidenza|ultimi articoli|potrebbero interessarti"
    ),
    Heading.ABOUT: _words(
        "about the author|about author|about the authors|about the writer|author bio|author|meet the author|the author|written by|about this author|more from this author|more by this author|about the reporter|contact the author"
        "|über den autor|über die autorin|zur person|zum autor|autor|autorin|über den verfasser|autoren|über die autoren|autoreninfo"
        "|à propos de l'auteur|l'auteur|sobre el autor|sobre la autora|acerca del autor|sobre o autor|sobre a autora|l'autore|sull'autore|informazioni sull'autore"
    ),
}  # fmt: skip
_HEADING_OF = {words: kind for kind, group in _HEADINGS.items() for words in group}
_HEADING_START = re.compile(
    r"(?:"
    r"(?P<comments>(?:view |show |read |see |all )?(?:the )?\(?\d[\d.,]*\)? (?:comments?|responses?|replies|thoughts on|kommentare?n?|commentaires?|comentarios?|comentários?|commenti|reacties|reactions)\b"
    r"|(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti) ?\(?\d[\d.,]*\)?$|\d+ thoughts? on\b"
    r"|(?:\d+ )?(?:antworten|responses?|replies) (?:auf|to) [\"“„«]"
    r"|you must be (?:logged in|signed in) to|your email address will not be published|deine e-mail-adresse wird nicht|ihre e-mail-adresse wird nicht|votre adresse (?:e-mail|de messagerie) ne sera|tu dirección de correo electrónico no|o seu endereço de e-?mail não|il tuo indirizzo email non)"
    r"|(?P<others>more (?:from|in|about|on|stories|news|articles) |most (?:popular|read|viewed|shared|recent) |latest (?:news|from|in|on|stories)|popular (?:in|on|now)|recommended (?:for|by|from)|trending (?:in|on|now)|top \d+ |what to (?:read|watch) next|weitere (?:artikel|beiträge|meldungen|themen|nachrichten|informationen)|mehr (?:aus|von|über|zum thema)|das könnte (?:sie|dich|ihnen|dir)|plus (?:de|d')|tous les articles|más (?:de|en|sobre) |mais (?:de|em|sobre) |altri articoli|altro (?:su|da|in) )"
    r")",
)  # fmt: skip


# --- single lines that say what they are by a pattern -------------------------------------------------------------------

_NAME = r"[^\W\d_][\w.'’-]*"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        (
            "read-time",
            r"(?:(?:estimated |reading |read )?(?:time ?:? ?)?(?:about )?\d{1,3}[ -]?(?:min|mins|minutes?)\.?[ -](?:read|de lecture|de lectura|de leitura|di lettura|lesezeit|video|listen)\b.{0,20}"
            r"|(?:reading time|read time|estimated reading time|read|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|lesezeit|lesedauer|lectura|leitura|lecture|durée de lecture)"
            r" ?:? ?(?:ca\. ?|about |~)?\d{1,3} ?(?:min|mins|minutes?|minutos|minuti|minuten|m)\b\.?.{0,12})$",
        ),
        (
            "share",
            r"(?:click to (?:share|email|print|tweet)|share (?:on|via|to|this|with|your|by) |tweet this|email this|print this|share\b.{0,40}\b(?:facebook|twitter|whatsapp|pinterest|linkedin|reddit|email)\b|"
            r"(?:facebook|twitter|whatsapp|linkedin|pinterest|google\+?|reddit|email|instagram|youtube|telegram)(?:[ ,|/·•]+(?:(?:on|and|auf|et|y|e) )?(?:facebook|twitter|x|whatsapp|linkedin|pinterest|google\+?|reddit|e-?mail|instagram|youtube|telegram|print|share|tumblr|rss|more|messenger|xing|pocket|flipboard))+"
            r"|(?:teilen|drucken|merken|auf|per|über|via|sur|en|su|partager|compartir|compartilhar|condividi|partilhar)\b.{0,24}\b(?:facebook|twitter|whatsapp|linkedin|pinterest|e-?mail|xing|telegram|messenger|pocket)\b.{0,20}|"
            r"\d[\d.,]*[km]? (?:shares?|views?|likes?|retweets?|reactions?|mal geteilt|partages|vues|visualizações)|opens? in (?:a )?new (?:window|tab)|an e-mail-adresse senden|send to email address.*|\(opens in new window\)).{0,80}$",
        ),
        (
            "newsletter",
            r"(?:(?:please )?(?:sign|signing) up\b|subscribe\b|get (?:our|the|all the|your|daily|breaking|more)\b.{0,80}\b(?:newsletter|inbox|email|alerts?|stories|news)\b|enter your e-?mail|join (?:our|the|over|more than)\b.{0,60}\b(?:newsletter|list|subscribers|community|channel|group)\b|want (?:more|the latest)\b.{0,80}\b(?:newsletter|inbox|sign up)\b|"
            r"(?:abonnieren sie|abonniere|melden sie sich|jetzt (?:anmelden|abonnieren)|newsletter\b|inscrivez-vous|abonnez-vous|recevez|suscríbe(?:te|ase)|recibe\b|apúntate|inscreva-se|assine|receba|cadastre-se|iscriviti|ricevi|abbonati)\b).{0,200}$",
        ),
        (
            "follow",
            r"(?:follow|like|find|connect with|visit) (?:us|me|him|her|the author|our|@|[\w ]{2,40} on (?:facebook|twitter|instagram|x|tiktok|youtube|linkedin))\b.{0,120}$"
            r"|(?:folgen sie|folge|suivez|síguenos|sigue|siga|segui(?:ci)?)\b.{0,60}\b(?:facebook|twitter|instagram|whatsapp|telegram|youtube|linkedin)\b.{0,60}$",
        ),
        (
            "cookies",
            r"(?=.{0,300}\b(?:cookies?|gdpr|privacy policy|datenschutzerklärung|politique de confidentialité)\b).{0,200}\b(?:we use|uses? cookies|use of cookies|our use|by (?:continuing|using|clicking|signing|subscribing|submitting)|accept|consent|agree|wir (?:verwenden|nutzen|setzen)|verwendet|nutzt|setzt|stimmen sie|utilise|utilisons|acceptez|utiliza|utilizamos|usamos|aceptas?|acepta|aceita|concorda|utilizziamo|utilizza|usa)\b",
        ),
        (
            "advertisement",
            r"(?:advertise?ments?|advertising|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|sponsored(?: content| by .*)?|ad feedback|(?:article|story|content) continues (?:below|after).*|continue reading .{0,40}|la suite après .*|continua (?:depois|após|dopo) .*|scroll (?:down )?to continue.*|this is a modal window.*|this advertisement has not loaded yet.*)$",
        ),
        (
            "copyright",
            r"(?:(?:copyright|\(c\)|©|&copy;)(?=.{0,120}(?:\b(?:19|20)\d\d\b|rights|ltd|inc\b|llc|gmbh|all ))|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|this material may not be published).{0,300}$",
        ),
        (
            "copyright",
            r".{0,160}(?:all rights reserved|creative commons|subject to copyright|urheberrechtlich geschützt|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|tüm hakları saklıdır)\.?.{0,60}$",
        ),
        (
            "tags",
            r"(?:tags?|tagged(?: with| in| as)?|filed under|topics?|categor(?:y|ies)|posted in|filed in|labels?|keywords?|related topics?|schlagw(?:orte|örter)|stichw(?:orte|örter)|kategorien?|themen?|mots[- ]clés|étiquettes|catégories?|etiquetas|temas|categorías?|archivado en|assuntos|categorias?|etichette|argomenti|tópicos) ?:.{0,300}$"
            r"|(?:posted in|filed under|tagged(?: with| in)?|veröffentlicht in|abgelegt unter|verschlagwortet mit|publié dans|publicado en|publicado em|pubblicato in) .{0,160}$",
        ),
        (
            "read-more",
            r"(?:(?:also|must|further|recommended)[ -]read(?:ing)?\b ?[:|–—-]?|read (?:also|more|next|the full|the rest|full|this|our|it here|here)\b ?[:|–—-]?|see (?:also|more)\b ?[:|–—-]|related(?: articles?| stor(?:y|ies)| news| posts?| coverage| content| video| links?| reading)? ?[:|–—-]|more ?: |watch ?[:|]|watch now|watch the video|click (?:here|to|on)\b|don'?t miss ?[:|]|recommended ?[:|]|(?:continue|keep) reading\b|you (?:may|might) (?:also )?(?:like|be interested)|previously ?:|go here to|read here ?:|"
            r"lire aussi|à lire|lire également|voir aussi|lee también|lea también|te puede interesar|le puede interesar|ver también|vea también|leer más|lesen sie|siehe auch|mehr zum thema|mehr dazu|weiterlesen|auch interessant|leia (?:também|mais)|veja (?:também|mais)|saiba mais|leggi anche|leggi tutto|vedi anche|guarda anche).{0,220}$",
        ),
        (
            "form",
            r"(?:please (?:enter|enable|log ?in|sign|upgrade|provide|try again|turn)|enable javascript|javascript (?:is|must)|your (?:browser|name|email|e-mail|comment|message|password|username)\b|user ?name|password|forgot (?:your )?password|remember me|required fields|e-?mail \*?\(|name ?\*|e-?mail ?\*|website$|comment ?\*|save my name|notify me of|this site uses akismet|learn how your comment|thank you for (?:subscribing|signing)|you have successfully|invalid email|an error (?:has )?occurred|something went wrong|sorry, your blog|post was not sent|informiere mich|benachrichtige mich|meinen namen|diese website verwendet akismet|pflichtfelder|erforderliche felder|passwort|benutzername|verbinde mit|gib hier deinen|your current browser|we're sorry,|this (?:video|content|feature|page|browser|site) (?:is not|isn't|is no longer|cannot|can't|requires|does not|is protected)|sorry, this (?:video|content)|already (?:a )?(?:subscriber|member|have an account|subscribed|registered)|for (?:home delivery|customer service)|to (?:continue reading|read the full|comment on this|view this video)|create (?:an|a free|your) account|log ?in (?:to|or|with)|sign ?in (?:to|or|with)|not a subscriber|report (?:a|an) (?:error|typo|correction|abuse)|got a (?:tip|story|news tip)|send (?:us )?(?:your|a|news) (?:tips?|news|stories|feedback|letters)|have a (?:news )?tip).{0,240}$",
        ),
    )
)
_SOCIAL_COUNT = re.compile(r"[\d.,]+ ?[km]?\+?(?: ?(?:shares?|likes?|views?|comments?|followers?|fans))?$", re.I)
_RATING = re.compile(r"[★☆*•·|/\\<>»«›‹→←↑↓+\-–—_=~#@&^×✕✖.… \d:,%()\[\]]+$")
_HANDLE = re.compile(r"(?:https?://\S+|www\.\S+|@\w{2,30}|\S+@\S+\.\w{2,8})$")
_ABOUT_NAME = re.compile(r"(?:About|Über|Sobre|À propos de|Zur Person:|Chi è)(?: [A-ZÀ-Þ][\w.'’-]*){1,4}$")
_COMMENT = re.compile(
    r".{0,90}\b(?:said|says|wrote|writes|commented|schreibt|schrieb|sagt|sagte|meint|dijo|dice|escribió|a écrit|a dit|dit"
    r"|scrive|disse|diz)\s?:$"
)
_SIGNS = re.compile(r"[\s:.!?…»›>|·•–—\-*→▸▶►+]+$")
_LEAD_SIGNS = re.compile(r"^[\s:»›>|·•–—\-*→▸▶►+#]+")


def fold(line: str) -> str:
    """The words of a line, lower case, with straight apostrophes and without signs at the edges."""
    return _LEAD_SIGNS.sub("", _SIGNS.sub("", line.casefold().replace("’", "'")))


def heading(line: str) -> Heading | None:
    """What a heading line announces, if it is one of those that begin furniture."""
    if len(line) > 90:
        return None
    folded = fold(line)
    kind = _HEADING_OF.get(folded)
    if kind is not None:
        return kind
    if _ABOUT_NAME.match(line):
        return Heading.ABOUT
    match = _HEADING_START.match(folded)
    if match is None or line[-1:] == ".":
        return None
    return Heading.COMMENTS if match["comments"] else Heading.OTHERS


def furniture(line: str) -> str | None:
    """The name of the rule that makes this line furniture wherever it stands, or ``None``."""
    if len(line) > MAX_LINE_CHARS:
        return None
    folded = fold(line)
    if folded in _NAVIGATION:
        return "navigation"
    if len(line) < 40 and (_SOCIAL_COUNT.match(folded) or _RATING.match(line)):
        return "signs"
    if " " not in line and _HANDLE.match(line):
        return "link"
    if line.count(" | ") >= 2:
        return "links"
    straight = line.replace("’", "'")
    for name, pattern in _RULES:
        if pattern.match(straight):
            return name
    return None


def is_comment_mark(line: str) -> bool:
    """A line such as ``Jo on 3 May 2024 at 9:12 said:`` (the caller knows that it holds or precedes a date)."""
    return len(line) <= 120 and _COMMENT.match(line) is not None
