"""No request, however odd, makes the server itself fail."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.console.problems import ApiError
from bot.console.rest import Call
from bot.console.server import Server
from bot.console.world import World

IDS = ["0", "1", "x", "-1", "٣", "@original", "9" * 30]
SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 50) | st.sampled_from(["1", "x", "", "٣"]) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3),
    max_leaves=8,
)
WORDS = """
content type data flags components embeds attachments recipient_id name description options choices nonce tts
message_reference enforce_nonce allowed_mentions contexts name_localizations integration_types
default_member_permissions
"""
KEYS = st.sampled_from(WORDS.split())
BODIES = (
    st.dictionaries(KEYS, SHAPES, max_size=6) | st.lists(st.dictionaries(KEYS, SHAPES, max_size=4), max_size=3) | SHAPES
)
QUERIES = st.dictionaries(
    st.sampled_from(["limit", "before", "after", "around", "with_response"]), st.sampled_from(["1", "x", "", "-1", "٣"])
)


class Town:
    """A server without a socket, one message and one interaction in it, so that ids that exist can be asked for."""

    def __init__(self) -> None:
        self.world = World.sample()
        self.server = Server(self.world)
        self.routes = self.server.routes
        ids = self.world.sample_ids
        call = Call({"channel_id": str(ids.general)}, {}, {"content": "x"})
        message = self.route("POST /channels/{channel_id}/messages").handler(call)[1]
        self.known = {
            "channel_id": str(ids.general),
            "message_id": message["id"],
            "guild_id": str(ids.guild),
            "user_id": str(ids.member),
            "application_id": str(self.world.application_id),
            "webhook_id": str(self.world.application_id),
        }

    def route(self, name: str) -> Any:
        return next(one for one in self.routes if one.name == name)


@settings(max_examples=150)
@given(st.data(), BODIES, QUERIES)
def test_an_odd_request_is_answered_or_refused(data: st.DataObject, body: object, query: dict[str, str]) -> None:
    town = Town()
    route = data.draw(st.sampled_from(town.routes))
    params = {
        part[1:-1]: data.draw(st.just(town.known.get(part[1:-1], "1")) | st.sampled_from(IDS))
        for part in route.pattern.split("/")
        if part.startswith("{")
    }
    try:
        status, answer = route.handler(Call(params, query, body))
    except ApiError as refused:
        assert 400 <= refused.status < 500
    else:
        assert status in (200, 201, 204)
        json.dumps(answer)
