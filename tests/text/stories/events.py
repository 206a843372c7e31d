"""Invented events as several outlets tell them, and others that look like them. (event, hours after the first, …)"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """``event`` is what the report is about; reports of one event belong together, and no others."""

    event: str
    hours: float
    title: str
    text: str
    language: str = "en"


REPORTS = (
    Report(
        "ferry",
        0,
        "Two ferries collide in fog off Oldport, 14 hurt",
        "Fourteen passengers were injured when two ferries collided in thick fog outside Oldport harbour on Tuesday "
        "morning. The Silver Tern was leaving for Gull Island when it struck the incoming Lady Maren, the "
        "coastguard said. Harbour master Tobias Renn closed the port for three hours. Both ships reached the quay "
        "under their own power. Most of the injured had broken arms and bruises, said a spokeswoman of St Alban "
        "hospital.",
    ),
    Report(
        "ferry",
        2,
        "Gull Island ferry in crash near harbour mouth",
        "The coastguard has begun an inquiry after the Gull Island ferry and another passenger ship ran into each "
        "other near Oldport. Visibility was less than fifty metres when the Silver Tern hit the side of the Lady "
        "Maren. “We heard the horn, then a bang, and everybody fell,” said passenger Edda Lorne. St Alban hospital "
        "treated fourteen people. Ferry traffic from Oldport stood still until noon.",
    ),
    Report(
        "ferry",
        9,
        "Captain in Oldport collision 'saw nothing on radar'",
        "The captain of the Silver Tern has told investigators that the radar showed nothing before his ferry "
        "struck the Lady Maren on Tuesday. The collision outside Oldport harbour injured fourteen people. Harbour "
        "master Tobias Renn said that both ships had been warned of the fog. The operator, Gull Lines, promised to "
        "work with the coastguard.",
    ),
    Report(
        "breakdown",
        5,
        "Ferry with 200 aboard drifts for hours off Brackwater",
        "A ferry with two hundred passengers drifted for four hours off Brackwater on Tuesday after its engines "
        "failed. Tugs brought the Queen Isolde back to the quay in the afternoon, the coastguard said. Nobody was "
        "injured. “We had tea and played cards,” said passenger Horst Pahl. The operator, Brack Lines, blamed a "
        "clogged fuel filter.",
    ),
    Report(
        "resignation",
        1,
        "Transport minister Ilse Marrow quits over tunnel contract",
        "Transport minister Ilse Marrow resigned on Tuesday after emails showed that she had met the builder Corvex "
        "before it won the Eastmere tunnel contract. Prime minister Aldo Fenwick accepted her resignation within an "
        "hour. Marrow, who had held the post for two years, said she had broken no rule but did not want to be a "
        "burden.",
    ),
    Report(
        "resignation",
        3,
        "Marrow gone: emails on Eastmere tunnel end a career",
        "Ilse Marrow has left the government. The minister gave up her post as emails about meetings with Corvex, "
        "which is to dig the Eastmere tunnel for two billion crowns, became public. The opposition had called for "
        "her head since the weekend. Prime minister Fenwick will name a successor this week; Marrow keeps her seat "
        "in parliament.",
    ),
    Report(
        "resignation",
        8,
        "Opposition wants inquiry into Eastmere tunnel deal",
        "After the resignation of Ilse Marrow the opposition demands an inquiry into how Corvex won the contract "
        "for the Eastmere tunnel. “One resignation answers nothing,” said its leader Petra Vane. The emails that "
        "brought the minister down show three meetings with managers of Corvex. Prime minister Fenwick has so far "
        "refused.",
    ),
    Report(
        "visit",
        -30,
        "Minister Marrow opens railway station at Thornbury",
        "Transport minister Ilse Marrow opened the new railway station of Thornbury on Monday. The building with "
        "its glass roof cost forty million crowns and came two years late. Marrow arrived on the first train from "
        "Quillby and cut a ribbon with the mayor. Two platforms will serve nine trains an hour. Children of the "
        "local school sang.",
    ),
    Report(
        "fire",
        4,
        "Warehouse fire in Millhaven: hundreds leave their homes",
        "A fire in a paint warehouse forced six hundred people from their homes in Millhaven on Tuesday night. "
        "Flames from the building in Tannery Lane could be seen for miles, and the fire brigade sent ninety "
        "firefighters. Fire chief Rosa Quint said that the smoke was poisonous. Two firefighters were taken to "
        "hospital.",
    ),
    Report(
        "fire",
        12,
        "Millhaven residents return after Tannery Lane blaze",
        "People who had to flee from poisonous smoke in Millhaven may go home, fire chief Rosa Quint said on "
        "Wednesday. The paint warehouse in Tannery Lane burned down to its walls overnight. Six hundred residents "
        "had slept in a sports hall. Police are looking for the cause of the blaze; two firefighters were still in "
        "hospital.",
    ),
    Report(
        "school fire",
        6,
        "Fire damages school in Pellworth",
        "A fire destroyed the gym of a school in Pellworth on Tuesday night. The fire brigade needed three hours to "
        "put out the flames, and forty firefighters were at work. Nobody was hurt. Headmistress Clara Dunn said "
        "that lessons would go on in the town hall. Police are looking for the cause of the blaze.",
    ),
    Report(
        "rates up",
        2,
        "Varnland's central bank lifts rate to 4.5 percent",
        "The central bank of Varnland raised its key interest rate by half a point to 4.5 percent on Tuesday, the "
        "fifth rise in a row. Governor Marek Sols said that inflation, at 7.1 percent in May, was still far too "
        "high. The crown gained one percent against the dollar. Most analysts had expected a quarter of a point.",
    ),
    Report(
        "rates up",
        4,
        "Sols surprises markets with half-point rise",
        "Varnland's central bank has surprised investors: governor Marek Sols announced a rise of half a point, to "
        "4.5 percent, twice what had been expected. The crown rose and bank shares in Quillby lost three percent. "
        "Inflation of 7.1 percent left no choice, Sols told reporters. It is the bank's fifth increase since "
        "autumn.",
    ),
    Report(
        "rates down",
        3,
        "Osterland cuts interest rate as economy slows",
        "The central bank of Osterland cut its key interest rate by a quarter of a point to 2.25 percent on "
        "Tuesday. Governor Hanne Lund said that the economy had hardly grown in spring, while inflation was back at "
        "two percent. The mark lost half a percent against the dollar. Analysts expect another cut in autumn.",
    ),
    Report(
        "cup",
        10,
        "Norsted Rovers win the cup after 61 years",
        "Norsted Rovers have won the cup for the first time in sixty-one years. They beat Garrowdale Albion 2-1 in "
        "the final in front of forty thousand spectators. Striker Milo Bracken scored both goals, the second in the "
        "last minute. Coach Unai Prell was carried across the pitch by his players.",
    ),
    Report(
        "cup",
        13,
        "Bracken's late goal ends Norsted's long wait",
        "Sixty-one years of waiting ended in the ninetieth minute: Milo Bracken's second goal gave Norsted Rovers "
        "the cup against Garrowdale Albion. Albion had equalised after an hour. “I closed my eyes and shot,” "
        "Bracken said after the 2-1. Thousands of fans danced in the streets of Norsted. Coach Prell leaves the "
        "club in summer.",
    ),
    Report(
        "transfer",
        -40,
        "Norsted Rovers sign goalkeeper from Hexley",
        "Norsted Rovers have signed goalkeeper Jonas Weld from Hexley United. He will earn a contract of three "
        "years from summer on, the club said on Sunday. Weld, who is twenty-two, kept nine clean sheets in the "
        "league this season. Rovers paid two million crowns. He follows Peer Stahl, who retires.",
    ),
    Report(
        "brücke",
        1,
        "Talbrücke bei Grünau nach Rissen gesperrt",
        "Die Talbrücke bei Grünau ist seit Dienstag für alle Fahrzeuge gesperrt. Prüfer hatten Risse in zwei "
        "Pfeilern entdeckt, teilte das Straßenamt mit. Täglich fahren achttausend Lastwagen über die Brücke. "
        "Verkehrsministerin Jette Kolb rechnet mit einer Sperrung von mehreren Monaten. Die Umleitung führt durch "
        "Moosbach.",
        "de",
    ),
    Report(
        "brücke",
        5,
        "Moosbach fürchtet Lastwagen nach Sperrung der Talbrücke",
        "Nach der Sperrung der Talbrücke bei Grünau fürchten die Einwohner von Moosbach den Verkehr. Achttausend "
        "Lastwagen am Tag sollen durch den Ort rollen, seit Prüfer Risse in den Pfeilern fanden. Bürgermeister Knut "
        "Ahlers fordert ein Nachtfahrverbot. Ministerin Jette Kolb will am Freitag nach Moosbach kommen.",
        "de",
    ),
    Report(
        "museum",
        3,
        "Neues Museum in Grünau öffnet seine Türen",
        "In Grünau hat am Dienstag das Museum der Uhren eröffnet. Mehr als neunhundert Uhren aus vier Jahrhunderten "
        "sind zu sehen. Bürgermeisterin Wiebke Sandt sprach von einem großen Tag für die Stadt. Der Bau kostete "
        "zwölf Millionen Mark. Der Eintritt ist bis Sonntag frei.",
        "de",
    ),
)
