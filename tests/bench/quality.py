"""Score the three text parts on the development kits, and print one table: ours, the peers' figures, the bars.

    uv run python tests/bench/quality.py [--kits ../shared/eval] [--write docs/quality.md]

The kits are not part of the project. Everything runs through ``gazette batch``, as a pipeline would use it.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BATCH = f"{sys.executable} -c 'from bot.cli import main; main()' batch"
Row = tuple[str, str, str, str, str]

HEAD = """# Quality

Made by `uv run python tests/bench/quality.py --write docs/quality.md` on the development kits, which are not part of
the project. Other articles decide: a figure here says that nothing is broken, not how the next paper will fare.

| part | measure | Gazette | peers on the same data | floor / aim |
|---|---|---|---|---|
"""


def score(folder: Path, *arguments: str) -> str:
    """What a scorer prints. It runs in its own folder, with our interpreter and our packages on the path."""
    done = subprocess.run(
        [sys.executable, "score.py", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{folder.name}: {done.stdout[-500:]}\n{done.stderr[-2000:]}")
    return done.stdout


def quotes(kits: Path) -> Iterator[Row]:
    kit = kits / "quotes"
    english = json.loads(score(kit, "--data", "dev.jsonl.gz", "--system", f"{BATCH} quotes").strip().splitlines()[-1])
    part = "quotations"
    overlap, exact = english["direct_overlap"][2], english["direct_exact"][2]
    yield (
        part,
        "direct, F1 overlap / exact",
        f"{overlap:.3f} / {exact:.3f}",
        "prototype .969 / –, regex .944",
        ".96 / .94, .98 / .97",
    )
    right, wrong = english["speaker_accuracy"], english["speaker_wrong"]
    yield (
        part,
        "speaker right / wrong",
        f"{right:.3f} / {wrong:.3f}",
        "prototype .920, regex .494",
        ".90 / .07, .94 / .04",
    )
    yield part, "joint F1", f"{english['joint'][2]:.3f}", "prototype .895, textacy .580", ".88, .93"
    yield part, "full name given", f"{english['full_name']:.3f}", "", ".93, .97"
    yield part, "cost an article, peak memory", f"{english['ms']:.1f} ms, {english['mb']:.0f} MB", "", "30 ms, 10 ms"
    german = json.loads(
        score(kit, "--data", "german-dev.jsonl.gz", "--system", f"{BATCH} quotes").strip().splitlines()[-1]
    )
    direct, joint = german["direct_overlap"][2], german["joint"][2]
    yield (
        part,
        "German, direct F1 / joint F1",
        f"{direct:.3f} / {joint:.3f}",
        "regex .794 / .237",
        ".88 / .45, .93 / .70",
    )


F1 = re.compile(r"^(\S+)\s+F1 ([\d.]+).*?4gramF1 ([\d.]+) worst10% ([\d.]+)", re.MULTILINE)
FACTS = re.compile(r"^(\S+).*? title \S+?=([\d.]+) author \S+?=([\d.]+) date \S+?=([\d.]+)", re.MULTILINE)


def extraction(kits: Path) -> Iterator[Row]:
    kit, ours = kits / "extraction", f"{BATCH} clean"
    printed = score(kit, "--data", "dev.jsonl.gz", "--system", ours)
    sections = {part.split("\n", 1)[0].split()[-1]: part for part in printed.split("== ")[1:]}
    found = {kind: {name: figures for name, *figures in F1.findall(part)} for kind, part in sections.items()}
    html = found["html"]
    peers = f"trafilatura {html['trafilatura'][1]}"
    yield "cleaning, HTML", "4-gram F1", html["clean"][1], peers, "not below, +.010"
    for kind, bar in (("text-page", ".89, .94"), ("text-near", ".91, .95")):
        mine, lines = found[kind]["clean"], found[kind]["longlines"]
        peers = f"long lines {lines[0]} / {lines[2]}"
        yield (
            "cleaning, text",
            f"{kind}, token F1 / worst tenth",
            f"{mine[0]} / {mine[2]}",
            peers,
            f"{bar}; worst .50, .70",
        )
    printed = score(kit, "--data", "dev.jsonl.gz", "--sets", "trafilatura", "--kinds", "html", "--system", ours)
    facts = {name: figures for name, *figures in FACTS.findall(printed)}
    peers = "trafilatura " + " / ".join(facts["trafilatura"])
    yield (
        "cleaning, HTML",
        "title / author / date",
        " / ".join(facts["clean"]),
        peers,
        ".72 / .58 / .87, .85 / .70 / .92",
    )
    seed = kits.parent / "seed"
    printed = score(kit, "--seed", str(seed / "article.txt"), "--expect", str(seed / "expected.json"), "--system", ours)
    yield "cleaning, text", "the seed's fields", printed.strip().rsplit(" ", 1)[-1], "", "all"


def summaries(kits: Path) -> Iterator[Row]:
    kit = kits / "summaries"
    sources: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("all of learn", ("--data", "learn.jsonl.gz")),
        ("cnndm-validation", ("--data", "learn.jsonl.gz", "--source", "cnndm-validation")),
        ("inshorts", ("--data", "learn.jsonl.gz", "--source", "inshorts")),
        ("cnndm-train", ("--data", "learn.jsonl.gz", "--source", "cnndm-train")),
        ("dev", ("--data", "dev.jsonl.gz")),
    )
    for name, arguments in sources:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            score(kit, *arguments, "--system", f"ours={BATCH} summarize", "--json", str(report))
            ours = json.loads(report.read_text("utf-8"))
        gain, low, high = ours["ours"]["rl_minus_lead"]
        lead = f"Lead {ours['Lead-N']['rl']:.1f}, oracle {ours['ORACLE (greedy)']['rl']:.1f}"
        yield "summaries", f"ROUGE-L above Lead-N, {name}", f"{gain:+.2f} [{low:+.2f}, {high:+.2f}]", lead, "+0.3, +0.7"


def chosen(kits: Path) -> Iterator[Row]:
    """Sentences of whole pages that should not be chosen, and plain text from pages turned into text in other ways."""
    kit = str(kits / "extraction" / "dev.jsonl.gz")
    printed = _bench("chosen.py", kit)
    for kind, suspect, total in re.findall(r"^(html|text): (\d+) of (\d+) chosen", printed, re.MULTILINE):
        share = f"{int(suspect) / max(1, int(total)):.2%} of {total}"
        yield "summaries", f"chosen sentences that are suspect, pages as {kind}", share, "", "1 %, .3 %"
    printed = _bench("renderings.py", kit, "--step", "3")
    rows = re.findall(r"^(\w+) +(\d+) pages, (\w+) +(\S+ / \S+) +(\S+ / \S+)$", printed, re.MULTILINE)
    for name, pages, rendering, ours, lines in rows:
        measure = f"{rendering}, {pages} pages of {name}, token F1 / worst tenth"
        yield "cleaning, text", measure, ours, f"long lines {lines}", "not below, +.03 / +.15"


def _bench(script: str, *arguments: str) -> str:
    asked = [sys.executable, str(Path(__file__).with_name(script)), *arguments]
    return subprocess.run(asked, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kits", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    kits = asked.kits.resolve()
    if not kits.is_dir():
        raise SystemExit("the development kits are not here: name their folder with --kits")
    table = HEAD
    print(HEAD, end="")
    for part in (quotes, extraction, summaries, chosen):
        for row in part(kits):
            line = "| " + " | ".join(row) + " |\n"
            print(line, end="", flush=True)
            table += line
    if asked.write:
        asked.write.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
