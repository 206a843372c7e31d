"""Feeds of invented outlets, one of each kind."""

from __future__ import annotations

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Arlow Courier</title><link>/</link><language>en-gb</language><ttl>60</ttl>
<item><title>Mill &amp;amp; bakery reopen</title><link>/news/mill?utm=1</link><guid isPermaLink="false">mill-1</guid>
<pubDate>Tue, 04 Feb 2025 10:00:00 GMT</pubDate><dc:creator>Ines Tallow</dc:creator>
<description>The mill is back.</description>
<content:encoded><![CDATA[<p>The mill in Arlow is back. <a href="/about">More</a></p>
<p>Bread again.</p>]]></content:encoded>
<enclosure url="/mill.mp3" type="audio/mpeg" length="1"/><media:thumbnail url="/mill.jpg"/></item>
<item><title>No guid here</title><link>/news/two</link><pubDate>Mo, 3. M\xc3\xa4rz 2025 12:00</pubDate>
<description>Plain &lt;b&gt;bold&lt;/b&gt; text</description></item>
<item><title>No guid, no link</title><description>Nothing else.</description></item>
<item></item>
</channel></rss>"""

ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="http://courier.example/base/">
<title type="text">Kurier &lt;Arlow&gt;</title><link rel="alternate" href="http://courier.example/"/>
<link rel="self" href="http://courier.example/feed"/>
<entry><id>tag:courier.example,2025:1</id><title type="html">Die &lt;b&gt;M\xc3\xbchle&lt;/b&gt; l\xc3\xa4uft</title>
<link href="eins"/><updated>2025-02-04T11:00:00+01:00</updated><published>2025-02-03T10:00:00Z</published>
<author><name>Ines Tallow</name></author><summary>Kurz.</summary>
<content type="html">&lt;p&gt;Die M\xc3\xbchle l\xc3\xa4uft wieder.&lt;/p&gt;</content></entry>
<entry><id>tag:courier.example,2025:2</id><title>Zwei</title><link href="zwei"/><updated>2025-02-05T11:00:00Z</updated>
<content type="text">a &lt; b

zweiter Absatz</content></entry>
</feed>"""

RDF = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="http://harbor.example/"><title>Harbor Post</title><link>http://harbor.example/</link>
<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="http://harbor.example/1"><title>Ferry late</title><link>http://harbor.example/1</link>
<dc:date>2025-02-04T10:00:00Z</dc:date><description>The ferry is late.</description></item>
</rdf:RDF>"""

JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Quarry Wire", "home_page_url": "/",
"language": "en", "authors": [{"name": "The desk"}], "items": [
{"id": 7, "url": "/seven", "title": "Quarry opens", "content_html": "<p>Stone.</p>", "summary": "Stone & dust",
 "date_published": "2025-02-04T10:00:00Z", "authors": [{"name": "A. Pell"}, {"name": "B. Roe"}], "image": "/7.png",
 "attachments": [{"url": "/7.mp3", "mime_type": "audio/mpeg"}]},
{"id": "8", "external_url": "http://quarry.example/8", "content_text": "one < two\\n\\nthree",
 "author": {"name": "C. Moss"}, "date_published": "4 February 2025 10:00"},
{"id": "", "title": "Lone \\ud800 surrogate \\u0000"},
"not an item", {}]}"""

ALL = {"rss": RSS, "atom": ATOM, "rdf": RDF, "json": JSON}
