"""Rules that recognise a line of furniture by itself: each has a name, so that a removal can be explained.

English first, then Spanish, Portuguese, French, German and Italian; word lists are small, the shape of the line and the
window do the rest. Only lines of up to ``MAX_LINE_CHARS`` are looked at, so a rule's cost is bounded.
"""

from __future__ import annotations

import re

from bot.text.plaintext.wording import HEADING_OF, NAVIGATION, Heading

MAX_LINE_CHARS = 420


_HEADING_START = re.compile(
    r"(?:"
    r"(?P<comments>(?:view |show |read |see |all )?(?:the )?\(?\d[\d.,]*\)? (?:comments?|responses?"
        r"|replies|thoughts on|kommentare?n?|commentaires?|comentarios?|comentários?|commenti|reacties"
        r"|reactions)\b"
    r"|(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti) ?\(?\d[\d.,]*\)?$|\d+ thoughts? on\b"
    r"|(?:\d+ )?(?:antworten|responses?|replies) (?:auf|to) [\"“„«]"
    r"|you must be (?:logged in|signed in) to|your email address will not be published"
        r"|deine e-mail-adresse wird nicht|ihre e-mail-adresse wird nicht|votre adresse (?:e-mail"
        r"|de messagerie) ne sera|tu dirección de correo electrónico no|o seu endereço de e-?mail não"
        r"|il tuo indirizzo email non)"
    r"|(?P<others>more (?:from|in|about|on|stories|news|articles) |most (?:popular|read|viewed|shared"
        r"|recent) |latest (?:news|from|in|on|stories)|popular (?:in|on|now)|recommended (?:for|by|from)"
        r"|trending (?:in|on|now)|top \d+ |what to (?:read|watch) next|weitere (?:artikel|beiträge|meldungen"
        r"|themen|nachrichten|informationen)|mehr (?:aus|von|über|zum thema)|das könnte (?:sie|dich|ihnen|dir)"
        r"|plus (?:de|d')|tous les articles|más (?:de|en|sobre) |mais (?:de|em|sobre) |altri articoli"
        r"|altro (?:su|da|in) )"
    r")",
)  # fmt: skip


# --- single lines that say what they are by a pattern ----------------------------------------------------------------

_NAME = r"[^\W\d_][\w.'’-]*"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        (
            "read-time",
            r"(?:(?:estimated |reading |read )?(?:time ?:? ?)?(?:about )?\d{1,3}[ -]?(?:min|mins"
            r"|minutes?)\.?[ -](?:read|de lecture|de lectura|de leitura|di lettura|lesezeit|video"
            r"|listen)\b.{0,20}"
            r"|(?:reading time|read time|estimated reading time|read|temps de lecture|tiempo de lectura"
            r"|tempo de leitura|tempo di lettura|lesezeit|lesedauer|lectura|leitura|lecture"
            r"|durée de lecture)"
            r" ?:? ?(?:ca\. ?|about |~)?\d{1,3} ?(?:min|mins|minutes?|minutos|minuti|minuten|m)\b\.?.{0,12})$",
        ),
        (
            "share",
            r"(?:click to (?:share|email|print|tweet)|share (?:on|via|to|this|with|your|by) |tweet this"
            r"|email this|print this|share\b.{0,40}\b(?:facebook|twitter|whatsapp|pinterest|linkedin"
            r"|reddit|email)\b|"
            r"(?:facebook|twitter|whatsapp|linkedin|pinterest|google\+?|reddit|email|instagram|youtube"
            r"|telegram)(?:[ ,|/·•]+(?:(?:on|and|auf|et|y|e) )?(?:facebook|twitter|x|whatsapp|linkedin"
            r"|pinterest|google\+?|reddit|e-?mail|instagram|youtube|telegram|print|share|tumblr|rss|more"
            r"|messenger|xing|pocket|flipboard))+"
            r"|(?:teilen|drucken|merken|auf|per|über|via|sur|en|su|partager|compartir|compartilhar"
            r"|condividi|partilhar)\b.{0,24}\b(?:facebook|twitter|whatsapp|linkedin|pinterest|e-?mail|xing"
            r"|telegram|messenger|pocket)\b.{0,20}|"
            r"\d[\d.,]*[km]? (?:shares?|views?|likes?|retweets?|reactions?|mal geteilt|partages|vues"
            r"|visualizações)|opens? in (?:a )?new (?:window|tab)|an e-mail-adresse senden"
            r"|send to email address.*|\(opens in new window\)).{0,80}$",
        ),
        (
            "newsletter",
            r"(?:(?:please )?(?:sign|signing) up\b|subscribe\b|get (?:our|the|all the|your|daily|breaking"
            r"|more)\b.{0,80}\b(?:newsletter|inbox|email|alerts?|stories|news)\b|enter your e-?mail"
            r"|join (?:our|the|over|more than)\b.{0,60}\b(?:newsletter|list|subscribers|community|channel"
            r"|group)\b|want (?:more|the latest)\b.{0,80}\b(?:newsletter|inbox|sign up)\b|"
            r"(?:abonnieren sie|abonniere|melden sie sich|jetzt (?:anmelden|abonnieren)|newsletter\b"
            r"|inscrivez-vous|abonnez-vous|recevez|suscríbe(?:te|ase)|recibe\b|apúntate|inscreva-se|assine"
            r"|receba|cadastre-se|iscriviti|ricevi|abbonati)\b).{0,200}$",
        ),
        (
            "follow",
            r"(?:follow|like|find|connect with|visit) (?:us|me|him|her|the author|our|@"
            r"|[\w ]{2,40} on (?:facebook|twitter|instagram|x|tiktok|youtube|linkedin))\b.{0,120}$"
            r"|(?:folgen sie|folge|suivez|síguenos|sigue|siga|segui(?:ci)?)\b.{0,60}\b(?:facebook|twitter"
            r"|instagram|whatsapp|telegram|youtube|linkedin)\b.{0,60}$",
        ),
        (
            "cookies",
            r"(?=.{0,300}\b(?:cookies?|gdpr|privacy policy|datenschutzerklärung"
            r"|politique de confidentialité)\b).{0,200}\b(?:we use|uses? cookies|use of cookies|our use"
            r"|by (?:continuing|using|clicking|signing|subscribing|submitting)|accept|consent|agree"
            r"|wir (?:verwenden|nutzen|setzen)|verwendet|nutzt|setzt|stimmen sie|utilise|utilisons"
            r"|acceptez|utiliza|utilizamos|usamos|aceptas?|acepta|aceita|concorda|utilizziamo|utilizza"
            r"|usa)\b",
        ),
        (
            "advertisement",
            r"(?:advertise?ments?|advertising|anzeige|werbung|publicité|publicidad|publicidade|pubblicità"
            r"|sponsored(?: content| by .*)?|ad feedback|(?:article|story|content) continues (?:below"
            r"|after).*|continue reading.{0,40}|la suite après .*|continua (?:depois|após|dopo) .*"
            r"|scroll (?:down )?to continue.*|this is a modal window.*"
            r"|this advertisement has not loaded yet.*)$",
        ),
        (
            "copyright",
            r"(?:(?:copyright|\(c\)|©|&copy;)(?=.{0,120}(?:\b(?:19|20)\d\d\b|rights|ltd|inc\b|llc|gmbh"
            r"|all ))|all rights reserved|alle rechte vorbehalten|tous droits réservés"
            r"|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati"
            r"|this material may not be published).{0,300}$",
        ),
        (
            "copyright",
            r".{0,160}(?:all rights reserved|creative commons|subject to copyright"
            r"|urheberrechtlich geschützt|alle rechte vorbehalten|tous droits réservés"
            r"|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati"
            r"|tüm hakları saklıdır)\.?.{0,60}$",
        ),
        (
            "tags",
            r"(?:tags?|tagged(?: with| in| as)?|filed under|topics?|categor(?:y|ies)|posted in|filed in"
            r"|labels?|keywords?|related topics?|schlagw(?:orte|örter)|stichw(?:orte|örter)|kategorien?"
            r"|themen?|mots[- ]clés|étiquettes|catégories?|etiquetas|temas|categorías?|archivado en"
            r"|assuntos|categorias?|etichette|argomenti|tópicos) ?:.{0,300}$"
            r"|(?:posted in|filed under|tagged(?: with| in)?|veröffentlicht in|abgelegt unter"
            r"|verschlagwortet mit|publié dans|publicado en|publicado em|pubblicato in) .{0,160}$",
        ),
        (
            "read-more",
            r"(?:(?:also|must|further|recommended)[ -]read(?:ing)?\b ?[:|–—-]?|read (?:also|more|next"
            r"|the full|the rest|full|this|our|it here|here)\b ?[:|–—-]?|see (?:also|more)\b ?[:|–—-]"
            r"|related(?: articles?| stor(?:y|ies)| news| posts?| coverage| content| video| links?"
            r"| reading)? ?[:|–—-]|more ?: |watch ?[:|]|watch now|watch the video|click (?:here|to|on)\b"
            r"|don'?t miss ?[:|]|recommended ?[:|]|(?:continue|keep) reading\b|you (?:may"
            r"|might) (?:also )?(?:like|be interested)|previously ?:|go here to|read here ?:|"
            r"lire aussi|à lire|lire également|voir aussi|lee también|lea también|te puede interesar"
            r"|le puede interesar|ver también|vea también|leer más|lesen sie|siehe auch|mehr zum thema"
            r"|mehr dazu|weiterlesen|auch interessant|leia (?:também|mais)|veja (?:também|mais)|saiba mais"
            r"|leggi anche|leggi tutto|vedi anche|guarda anche).{0,220}$",
        ),
        (
            "form",
            r"(?:please (?:enter|enable|log ?in|sign|upgrade|provide|try again|turn)|enable javascript"
            r"|javascript (?:is|must)|your (?:browser|name|email|e-mail|comment|message|password"
            r"|username)\b|user ?name|password|forgot (?:your )?password|remember me|required fields"
            r"|e-?mail \*?\(|name ?\*|e-?mail ?\*|website$|comment ?\*|save my name|notify me of"
            r"|this site uses akismet|learn how your comment|thank you for (?:subscribing|signing)"
            r"|you have successfully|invalid email|an error (?:has )?occurred|something went wrong"
            r"|sorry, your blog|post was not sent|informiere mich|benachrichtige mich|meinen namen"
            r"|diese website verwendet akismet|pflichtfelder|erforderliche felder|passwort|benutzername"
            r"|verbinde mit|gib hier deinen|your current browser|we're sorry,|this (?:video|content"
            r"|feature|page|browser|site) (?:is not|isn't|is no longer|cannot|can't|requires|does not"
            r"|is protected)|sorry, this (?:video|content)|already (?:a )?(?:subscriber|member"
            r"|have an account|subscribed|registered)|for (?:home delivery|customer service)"
            r"|to (?:continue reading|read the full|comment on this|view this video)|create (?:an|a free"
            r"|your) account|log ?in (?:to|or|with)|sign ?in (?:to|or|with)|not a subscriber|report (?:a"
            r"|an) (?:error|typo|correction|abuse)|got a (?:tip|story|news tip)|send (?:us )?(?:your|a"
            r"|news) (?:tips?|news|stories|feedback|letters)|have a (?:news )?tip).{0,240}$",
        ),
    )
)
# The line that WordPress puts below each post of a feed. What it names are titles, so "the post office" is no match.
_FOOTER = re.compile(
    r"(?:The post|La entrada|El post|El artículo|La noticia|L['’]article|Cet article|L['’]articolo|Il post|O post"
    r"|O artigo|A notícia|O conteúdo|Der Beitrag|Der Artikel|Het bericht)"
    r" [\"'“‘«„]?(?:[^\Wa-zß-ÿ]|[a-z][A-Z]|[#@¿¡$€£]).{0,300}? "
    r"(?:(?:first )?appeared first on|first appeared on|(?:se publicó|apareció|aparece|se publica) primero en"
    r"|est apparu en premier sur|(?:erschien|ist) zuerst (?:erschienen )?(?:auf|bei)"
    r"|(?:è apparso|è stato pubblicato|sembra essere)(?: per)? (?:il primo su|la prima volta su|primo su)"
    r"|proviene da"
    r"|(?:apareceu|aparece|foi publicado) primeiro em|verscheen eerst op) "
    r"[\"“«„]?(?:[^\Wa-zß-ÿ]|[a-z][A-Z]|\w+\.\w).{0,80}$"
)
_SOCIAL_COUNT = re.compile(r"[\d.,]+ ?[km]?\+?(?: ?(?:shares?|likes?|views?|comments?|followers?|fans))?$", re.I)
_RATING = re.compile(r"[★☆*•·|/\\<>»«›‹→←↑↓+\-–—_=~#@&^×✕✖.… \d:,%()\[\]]+$")
_HANDLE = re.compile(r"(?:https?://\S+|www\.\S+|@\w{2,30}|\S+@\S+\.\w{2,8})$")
_ABOUT_NAME = re.compile(r"(?:About|Über|Sobre|À propos de|Zur Person:|Chi è)(?: [A-ZÀ-Þ][\w.'’-]*){1,4}$")
_COMMENT = re.compile(
    r".{0,90}\b(?:said|says|wrote|writes|commented|schreibt|schrieb|sagt|sagte|meint|dijo|dice|escribió"
    r"|a écrit|a dit|dit"
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
    kind = HEADING_OF.get(folded)
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
    if folded in NAVIGATION:
        return "navigation"
    if len(line) < 40 and (_SOCIAL_COUNT.match(folded) or _RATING.match(line)):
        return "signs"
    if line.count(" | ") >= 2 or (" " not in line and _HANDLE.match(line)):
        return "links"
    if _FOOTER.match(line):
        return "footer"
    straight = line.replace("’", "'")
    return next((name for name, pattern in _RULES if pattern.match(straight)), None)


_COOKIE = re.compile(r"\bcookies?\b", re.I)
_TO_THE_READER = re.compile(
    r"\b(?:you|your|sie|ihre[nrm]?|dein[e]?|du|vous|votre|vos"
    r"|usted|sus?|tus?|você|seus?|suas?|tuo|tuoi|vostr[oi]"
    r"|visitors?|users?|nutzer|besucher|we|our|wir|nous|utilizamos|usamos|utilizziamo)\b",
    re.I,
)
_TECHNICAL = re.compile(
    r"website|web ?site|webseite|this site|our site|browser|consent|accept|policy|analytics|preferences|settings"
    r"|tracking|advertis|personali[sz]e|einstellungen|datenschutz|zustimm|akzeptier|einwillig|navigateur|consentement|paramètres"
    r"|ce site|navegador|consentimiento|aceptar|este sitio|consentimento|aceitar|consenso|accett|questo sito",
    re.I,
)
_CONSENT_CHARS = 2_000


def is_consent(line: str) -> bool:
    """Whether a paragraph tells the reader about the cookies of the site, however long it does."""
    if len(line) > _CONSENT_CHARS or not _COOKIE.search(line):
        return False
    return _TO_THE_READER.search(line) is not None and _TECHNICAL.search(line) is not None


def is_comment_mark(line: str) -> bool:
    """A line such as ``Jo on 3 May 2024 at 9:12 said:`` (the caller knows that it holds or precedes a date)."""
    return len(line) <= 120 and _COMMENT.match(line) is not None
