"""One person at the terminal: where they are, who they are, what they last saw, and what a typed line does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from . import components, parse, permissions
from .numbering import Numbers
from .parse import Become, Choose, GoTo, Help, Pick, Press, Quit, Say, Slash, Submit
from .problems import DriverError, Json
from .replies import Reply
from .server import Server
from .slash import Leaf
from .world import Channel, User

HELP = """\
!latest              a prefix command           @Gazette latest      the same by mention
/quote speaker:Ada   a slash command; a value goes on to the next option's name
press 2, or just 2   a button by its number or label
choose 3, or (3)     an option of a select (several: choose 1,3)
submit text          fill in the form that is open (several fields: submit Label: text Other: text)
#news                go to another channel      as moderator, as member   be somebody else
help, quit           Tab completes commands, options and values; ctrl-D ends"""

# A message that is no command may be answered all the same; a person does not wait for it.
_CHATTER_S = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a line. ``expected``: the bot had to answer."""

    reply: Reply | None = None
    note: str | None = None
    failed: bool = False
    quit: bool = False


class Session:
    """Turns typed lines into what a member does, and remembers what "press 2" is about."""

    def __init__(self, server: Server, *, member: int, channel: int, wait_s: float) -> None:
        self.server = server
        self.member = member
        self.channel = channel
        self.wait_s = wait_s
        self.last: Json | None = None
        self.form: Reply | None = None

    @property
    def place(self) -> Channel:
        return self.server.world.channels[self.channel]

    @property
    def user(self) -> User:
        return self.server.world.users[self.member]

    @property
    def leaves(self) -> list[Leaf]:
        return self.server.people.commands(self.channel, self.member)

    async def do(self, line: str, *, patient: bool = True) -> Outcome:
        """Does what the line says. ``patient``: wait the whole time also for an answer to mere chatter."""
        # Bytes of the command line that are no text arrive as lone surrogates, which no client could send.
        line = line.encode("utf-8", "replace").decode("utf-8")
        try:
            action = parse.parse(
                line,
                self.leaves,
                bot_name=self.server.world.bot.name,
                mention=self.server.mention,
                channels=self._channels(),
            )
            return await self._act(action, patient=patient)
        except DriverError as error:
            return Outcome(note=str(error), failed=True)

    async def _act(self, action: parse.Action | None, *, patient: bool) -> Outcome:
        done = self._here(action)
        if done is not None or action is None:
            return done or Outcome()
        return await self._asked(action, patient=patient or not isinstance(action, Say) or action.for_bot)

    def _here(self, action: parse.Action | None) -> Outcome | None:
        """What the console does by itself; None for what is for the bot."""
        match action:
            case Quit():
                return Outcome(quit=True)
            case Help():
                return Outcome(note=HELP.replace("Gazette", self.server.world.bot.name))
            case GoTo(channel):
                return self._go(channel)
            case Become(who):
                return self._become(who)
        return None

    async def _asked(self, action: parse.Action, *, patient: bool) -> Outcome:
        """Something that the bot answers."""
        wait_s = self.wait_s if patient else min(_CHATTER_S, self.wait_s)
        return self._come(await self._sent(action, wait_s), wait_s, expected=patient)

    async def fill_in(self, values: Mapping[str, str]) -> Outcome:
        """Sends the open form with these texts by label."""
        try:
            return self._come(await self._filled(values, self.wait_s), self.wait_s, expected=True)
        except DriverError as error:
            return Outcome(note=str(error), failed=True)

    def _come(self, reply: Reply, wait_s: float, *, expected: bool) -> Outcome:
        """What came of it."""
        self.server.people.let_go(reply)
        if reply.answered:
            self._remember(reply)
            return Outcome(reply)
        if not expected:
            return Outcome(reply)
        refused = "".join(f"\nDiscord refused: {one.route}: {one.answer}" for one in reply.refused)
        return Outcome(reply, note=f"No reply within {wait_s:g} s. --wait waits longer.{refused}", failed=True)

    async def _sent(self, action: parse.Action, wait_s: float) -> Reply:
        people, member, channel = self.server.people, self.member, self.channel
        match action:
            case Say(text):
                return await people.say(channel, member, text, timeout_s=wait_s, must_answer=False)
            case Slash(leaf, options):
                return await people.slash(member, channel, leaf.name, options, timeout_s=wait_s, must_answer=False)
            case Pick(number):
                few = number > len(Numbers(self._current()).buttons)
                return await self._sent(Choose((str(number),)) if few else Press(str(number)), wait_s)
            case Press(what):
                button = self._button(what)
                return await people.press(member, self._shown(), button, timeout_s=wait_s, must_answer=False)
            case Choose(what):
                select, values = self._options(what)
                return await people.choose(member, self._shown(), select, values, timeout_s=wait_s, must_answer=False)
            case Submit(text):
                return await self._submit(text, wait_s)
        raise DriverError("That is not for the bot.")

    async def _submit(self, text: str, wait_s: float) -> Reply:
        labels = [] if self.form is None or self.form.modal is None else form_inputs(self.form.modal)
        if not labels:
            raise DriverError("No form is open.")
        return await self._filled(parse.split_options(text, [label for label, _ in labels]), wait_s)

    async def _filled(self, values: Mapping[str, str], wait_s: float) -> Reply:
        if self.form is None:
            raise DriverError("No form is open.")
        reply = await self.server.people.submit_modal(
            self.member, self.form, values, timeout_s=wait_s, must_answer=False
        )
        self.form = None
        return reply

    def _remember(self, reply: Reply) -> None:
        if reply.modal is not None:
            self.form = reply
        usable = [one for one in (*reply.edits, *reply.messages) if Numbers(one)]
        if usable:
            self.last = usable[-1]

    def _shown(self) -> Json:
        if self.last is None:
            raise DriverError("There is nothing to press or choose yet.")
        return self.last

    def _button(self, what: str) -> str:
        numbers = Numbers(self._current())
        if what.isdigit():
            if not 1 <= int(what) <= len(numbers.buttons):
                raise DriverError(f"There is no button {what}; the last message has {len(numbers.buttons)}.")
            return str(numbers.buttons[int(what) - 1]["custom_id"])
        for one in numbers.buttons:
            if (one.get("label") or "").casefold() == what.casefold():
                return str(one["custom_id"])
        return what

    def _options(self, what: tuple[str, ...]) -> tuple[str | None, list[str]]:
        """The select that has the options, and their values."""
        numbers = Numbers(self._current())
        chosen: list[tuple[Json, Json]] = []
        for one in what:
            if one.isdigit() and 1 <= int(one) <= len(numbers.options):
                chosen.append(numbers.options[int(one) - 1])
                continue
            fits = [
                pair for pair in numbers.options if one.casefold() in (pair[1]["label"].casefold(), pair[1]["value"])
            ]
            if not fits and one.isdigit():
                raise DriverError(f"There is no number {one} in the last message.")
            if not fits:
                return None, list(what)
            chosen.append(fits[0])
        if len({id(select) for select, _ in chosen}) > 1:
            raise DriverError("Those options belong to different selects.")
        return str(chosen[0][0]["custom_id"]), [str(option["value"]) for _, option in chosen]

    def _current(self) -> Json:
        """The last message as it is now: an edit may have changed its buttons."""
        shown = self._shown()
        try:
            return self.server.message(shown["id"])
        except KeyError:
            raise DriverError("That message is gone.") from None

    def _channels(self) -> dict[str, int]:
        """Ids of the channels here that this person can see, by name."""
        world = self.server.world
        guild = world.guild_of(self.place)
        there = guild.channels.values() if guild else ()
        return {one.name: one.id for one in there if world.permissions(one, self.member) & permissions.VIEW_CHANNEL}

    def _go(self, name: str) -> Outcome:
        guild = self.server.world.guild_of(self.place)
        there = guild.channels.values() if guild else ()
        for one in there:
            if one.name == name:
                self.channel = one.id
                return Outcome(note=f"You are in #{one.name}.")
        raise DriverError(f"There is no #{name}; there are: {', '.join('#' + one.name for one in there)}")

    def _become(self, who: str) -> Outcome:
        people = self.people()
        if who not in people:
            raise DriverError(f"There is no {who}; there are: {', '.join(people)}")
        self.member = people[who]
        return Outcome(note=f"You are {self.user.global_name or self.user.name} ({who}).")

    def people(self) -> dict[str, int]:
        """Whom the person at the terminal can be: the parts of the sample, and everybody by name."""
        world = self.server.world
        ids = world.sample_ids
        found = {"member": ids.member, "moderator": ids.moderator, "owner": ids.owner} if ids.guild else {}
        guild = world.guild_of(self.place)
        for one in guild.members.values() if guild else ():
            if not one.user.bot:
                found.setdefault(one.user.name.casefold(), one.user.id)
        return found


def form_inputs(modal: Json) -> list[tuple[str, Json]]:
    """The inputs of a form with their labels, in order."""
    found: list[tuple[str, Json]] = []
    for one in modal["components"]:
        if one["type"] == components.LABEL:
            found.append((one["label"], one["component"]))
        elif one["type"] == components.ROW:
            found += [(inner["label"], inner) for inner in one["components"]]
    return found
