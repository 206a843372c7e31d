"""A member without the permission reaches none of it: by prefix, slash, completion, button, menu or form."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from bot.client import ERROR_COLOUR
from bot.console import permissions
from bot.console.server import DriverError, Reply
from cogs.news.moderators import HANDLERS
from cogs.ui.pages import base36
from tests.cogs.towns import NEW_URL, Towns

SLASH: dict[str, dict[str, Any]] = {
    "setup": {"address": NEW_URL},
    "add": {"url": NEW_URL},
    "edit": {"feed": "1"},
    "remove": {"feed": "1"},
    "list": {},
    "mode": {"feed": "1", "mode": "silent"},
    "style": {"feed": "1", "look": "plain"},
    "ping": {"feed": "1"},
    "limit": {"per_hour": 1},
    "quiet": {"hours": "22-7"},
    "repeats": {"repeats": "once"},
    "filter add": {"feed": "1", "words": "goats"},
    "filter list": {"feed": "1"},
    "filter remove": {"feed": "1", "filter": "1"},
    "filter try": {"feed": "1"},
    "test": {"feed": "1"},
    "why": {"article": "13"},
    "health": {},
    "alerts": {},
    "settings": {"zone": "Europe/Berlin"},
    "audit": {},
    "manager": {},
    "digest set": {"times": "08:00"},
    "digest show": {},
    "digest now": {},
    "digest off": {},
}
FEEDS = ("edit", "remove", "mode", "style", "ping", "filter add", "filter list", "filter remove", "filter try", "test")
RESTS = {
    "set": "1:mode:silent:live",
    "channelask": "{channel}:limit_per_hour:10",
    "channelset": "{channel}:limit_per_hour:10",
    "serverask": "zone:UTC",
    "serverset": "alerts_channel:{channel}:0",
    "audit": "",
    "health": "0",
    "digestlook": "{channel}",
    "digestoff": "{channel}",
}


def refused(reply: Reply) -> bool:
    seen = repr(reply.messages) + repr(reply.edits)
    return reply.colours == [ERROR_COLOUR] and "Whisper" not in seen and "Only members with" in reply.text


async def test_no_command_answers_a_member_without_the_permission(place: Towns) -> None:
    town, server = place.umberton, place.server
    children = {
        leaf.name for leaf in server.people.commands(town.general, town.member) if leaf.name.startswith("news ")
    }
    assert children == {f"news {name}" for name in (*SLASH, "import", "export")}
    before = await place.services.guilds.audit(town.id)
    for name, options in SLASH.items():
        slashed = await server.slash(town.member, town.general, f"news {name}", options)
        assert refused(slashed), (name, slashed.text)
        assert slashed.ephemeral, name
        typed = " ".join(["!news", name, *map(str, options.values())])
        said = await server.say(town.general, town.member, typed)
        assert refused(said), (typed, said.text)
    for name in FEEDS:
        offered = await server.autocomplete(town.member, town.general, f"news {name}", {"feed": ""}, focused="feed")
        assert offered.choices == [], name
    assert await place.services.guilds.audit(town.id) == before
    assert len(await place.services.subscribe.list(town.id)) == 1


async def test_no_button_menu_or_form_works_for_a_member_without_the_permission(place: Towns) -> None:
    """Discord sends only ids that we made; a message of ours with other ids stands for one who gets round that."""
    town, server = place.umberton, place.server
    panel = await server.say(town.general, town.moderator, "!news edit 1")
    stored = server.message(int(panel.message["id"]))
    form = await server.press(town.moderator, (await server.say(town.general, town.moderator, "!news limit")).message,
                              "Limit…")  # fmt: skip
    before = await place.services.guilds.audit(town.id)
    for verb in HANDLERS:
        for owner in (town.moderator, town.member):
            rest = RESTS.get(verb, "1").format(channel=town.general.id)
            custom_id = f"gn:{verb}:{base36(owner.id)}:{rest}"
            reforged = copy.deepcopy(stored["components"])
            target = next(part for part in parts_of(reforged) if "options" in part)
            target["custom_id"] = custom_id
            stored["components"] = reforged
            replies = [await server.choose(town.member, stored, custom_id, [target["options"][0]["value"]])]
            assert form.modal is not None
            form.modal["custom_id"] = custom_id
            replies.append(await server.submit_modal(town.member, form, {"Posts an hour": "1"}))
            for reply in replies:
                assert reply.modal is None, custom_id
                assert reply.colours == [ERROR_COLOUR], custom_id
                assert "Whisper" not in reply.text, custom_id
                wanted = "somebody else's" if owner is town.moderator else ("Only members", "This setup is finished")
                assert any(each in reply.text for each in ([wanted] if isinstance(wanted, str) else wanted)), reply.text
    assert await place.services.guilds.audit(town.id) == before


async def test_a_moderator_who_lost_the_permission_can_not_use_an_open_panel(place: Towns) -> None:
    town, server = place.umberton, place.server
    panel = await server.slash(town.moderator, town.general, "news edit", {"feed": "1"})
    server.set_roles(town.guild, town.moderator, [])
    reply = await server.press(town.moderator, panel.message, "Remove…")
    assert refused(reply)


async def test_manage_channels_sees_and_decides_its_own_channels_alone(place: Towns) -> None:
    town, server = place.umberton, place.server
    server.set_overwrite(town.general, town.member, allow=permissions.MANAGE_CHANNELS)
    limit = await server.slash(town.member, town.general, "news limit", {"per_hour": 3})
    assert "the limit: **3**" in limit.text
    for name, options in SLASH.items():
        if name in ("setup", "add", "list", "limit", "quiet", "repeats", "why", "health") or name.startswith("digest"):
            continue
        reply = await server.slash(town.member, town.general, f"news {name}", options)
        assert refused(reply), (name, reply.text)
    for name, options in (
        ("limit", {"per_hour": 1}), ("quiet", {"hours": "1-2"}), ("digest set", {"times": "8"}), ("digest now", {}),
        ("digest off", {}), ("repeats", {"repeats": "all"}),
    ):  # fmt: skip
        there = await server.slash(town.member, town.general, f"news {name}", {**options, "channel": town.news.id})
        assert refused(there), name
    for name in ("health", "list", "edit"):
        reply = await server.slash(town.member, town.general, f"news {name}", {})
        assert "Whisper" not in reply.text
    missed = await server.slash(town.member, town.general, "news edit", {"feed": "nothing"})
    assert "Whisper" not in missed.text
    try:
        away = await server.slash(town.member, town.general, "news why", {"article": "13", "channel": town.news.id})
    except DriverError:
        return
    assert refused(away)


def parts_of(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, however deep."""
    for component in components:
        yield component
        yield from parts_of(component.get("components", []))
