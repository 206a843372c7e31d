"""One key for the addresses of one page. The standard library suffices.

Two addresses of one page may differ in what tells the publisher where the reader came from; that is taken off by a
list. A parameter that is not on the list stays, since it may be what names the page (``?id=12``).
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

_PORTS = {"http": 80, "https": 443}
_LISTED = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id epik rdt_cid
    mc_cid mc_eid _hsenc _hsmi __hstc __hssc __hsfp hsctatracking mkt_tok vero_id vero_conv oly_anon_id oly_enc_id
    _openstat wickedid cmpid ns_mchannel ns_source ns_campaign ns_linkname ns_fee at_medium at_campaign at_custom1
    at_custom2 at_custom3 at_custom4 at_link_id at_link_origin at_link_type at_ptr_name at_bbc_team at_format
    smid smtyp ftag icid intcid ito guccounter guce_referrer guce_referrer_sig soc_src soc_trk srnd
    sref sr_share ncid cid_source xtor spm scm_id wt_mc wt.mc_id wtmc wtmcid ref_src ref_url trk trkcampaign
    __twitter_impression amp_js_v amp_gsa usqp ocid
"""
_TRACKING = frozenset(_LISTED.split())
_TRACKING_STARTS = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "stm_", "sc_cid", "oft_")
# Names that may name a page on some sites; with these values they tell where a reader came from.
_CAME_FROM = {
    *("rss", "feed", "atom", "twitter", "facebook", "fb", "reddit", "linkedin", "whatsapp", "telegram", "email", "app"),
    *("newsletter", "google", "googlenews", "share", "social", "homepage", "home", "push"),
}
_AMBIGUOUS = {"ref", "src", "source", "from", "via", "cmp", "feed", "partner", "rss", "channel"}
_AMP_VALUES = {"amp": frozenset({"", "1", "true"}), "outputtype": frozenset({"amp"})}
_EDITIONS = frozenset({"www", "m", "mobile", "amp"})
_DEFAULT_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_UNRESERVED = re.compile(r"%(2d|2e|5f|7e|3[0-9]|[46][1-9a-f]|[57][0-9a])", re.IGNORECASE)
_UNWRITTEN = re.compile(r"[\s\x00-\x1f\x7f]")
_MAX_CHARS = 2_000


def url_key(url: str | None) -> str | None:
    """The key of a web address, or None where it names no page of its own (a front page, no http, too long)."""
    if not url or len(url) > _MAX_CHARS:
        return None
    try:
        parts = urlsplit(_UNWRITTEN.sub(lambda found: quote(found[0]), url.strip()))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or not host:
        return None
    # The editions of a page for other readers. "m.example" alone would be a site of its own.
    labels = host.split(".")
    if labels[0] in _EDITIONS and len(labels) > 2:
        host = ".".join(labels[1:])
    if port is not None and port not in _PORTS.values():
        host = f"{host}:{port}"
    path = _UNRESERVED.sub(lambda found: unquote(found[0]), parts.path)
    path = _DEFAULT_PAGE.sub("", re.sub(r"/{2,}", "/", path)).rstrip("/")
    if path.count("/") > 1:
        path = path.removesuffix("/amp")
    query = "&".join(sorted(_kept(parts.query)))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    if not path and not query and not fragment:
        return None
    return f"{host}{path}{'?' if query else ''}{query}{fragment}"


def _kept(query: str) -> list[str]:
    """The parameters that may name the page, as they were written."""
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        folded = unquote(name).lower()
        tracking = folded in _TRACKING or folded.startswith(_TRACKING_STARTS)
        tracking = tracking or (folded in _AMBIGUOUS and unquote(value).lower() in _CAME_FROM)
        if pair and not tracking and value.lower() not in _AMP_VALUES.get(folded, ()):
            kept.append(_UNRESERVED.sub(lambda found: unquote(found[0]), pair))
    return kept
