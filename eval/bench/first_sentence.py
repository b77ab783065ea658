"""What checking costs a reader who waits: from the piece that completes the first sentence to its statement.

    python -m eval.bench.first_sentence [--runs N]

A scripted model speaks a sentence of the seed page word by word and notes when it spoke the last one.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rag.answer.evidence import sentences
from rag.answer.writer import Writer
from rag.domain.answer import Statement, Usage
from rag.domain.article import Article, Version
from rag.domain.evidence import Evidence
from rag.domain.question import Part, Question
from rag.ports import JsonSchema, Message
from rag.prompts import load_prompt
from rag.resources import bundled

TARGET_MS = 50.0
SEED = "2025-03-14-us-ukraine-minerals.txt"


@dataclass
class SpeakingModel:
    """Speaks ``text`` word by word; ``spoken`` is when (seconds of the performance counter) its last word went out."""

    text: str
    model: str = "speaking"
    spoken: float = 0.0

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: JsonSchema | None = None,
        timeout_s: float | None = None,
    ) -> Generator[str, None, Usage]:
        for word in self.text.split():
            self.spoken = time.perf_counter()
            yield f"{word} "
        return Usage()


def delay_ms(evidence: Sequence[Evidence], text: str) -> float:
    """Milliseconds between the last word of ``text`` and its statement. Raises ValueError if there is none."""
    model = SpeakingModel(text)
    writer = Writer(
        model,
        answer=load_prompt("answer"),
        repair=load_prompt("repair"),
        briefing=load_prompt("briefing"),
        max_tokens=500,
    )
    asked = "How long did the talks in Jeddah last?"
    for event in writer.answer(Question(text=asked, standalone=asked, parts=(Part(asked),)), evidence):
        if isinstance(event, Statement):
            return (time.perf_counter() - model.spoken) * 1000
    raise ValueError(f"nothing was stated for {text!r}")


def main() -> int:
    """Prints the first delay (nothing is cached), the median and the worst; 3 if the worst misses the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=50)
    runs = parser.parse_args().runs
    body = (bundled("seeds") / SEED).read_text(encoding="utf-8")
    version = Version(Article(body=body, id="seed"), 1, datetime(2025, 3, 14, tzinfo=UTC))
    evidence = sentences(version)
    number = next(item.number for item in evidence if "nine hours" in item.text)
    text = f"The negotiations reportedly lasted about nine hours [{number}]."
    delays = [delay_ms(evidence, text) for _ in range(runs)]
    median = statistics.median(delays)
    print(f"first {delays[0]:.1f} ms, median {median:.1f} ms, worst {max(delays):.1f} ms; target {TARGET_MS:g} ms")
    return 0 if max(delays) <= TARGET_MS else 3


if __name__ == "__main__":
    raise SystemExit(main())
