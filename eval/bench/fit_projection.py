"""Fits the projection of word-piece vectors to fewer dimensions; writes rag/retrieve/projection.npy.

    python -m eval.bench.fit_projection [--dimensions 96] [--dry-run]

Reads the invented articles of eval/sets/archives, nothing else. The directions that carry most of the length of the
packaged model's last hidden states there (principal axes about zero, since cosines are compared) serve any English
text: what is lost is measured by `eval.bench.retrieval`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import rag.retrieve.late
from rag.compose import open_token_embedder
from rag.settings import Settings

ARTICLES = Path(__file__).parents[1] / "sets" / "archives" / "development.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dimensions", type=int, default=96)
    parser.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in ARTICLES.read_text(encoding="utf-8").splitlines()]
    paragraphs = [p for row in rows for p in [row["title"], *row["body"].split("\n")] if p.strip()]
    tokens = open_token_embedder(Settings()).embed_tokens(paragraphs)
    projection, kept = principal_axes(np.concatenate([t.vectors for t in tokens]), arguments.dimensions)
    print(
        f"{sum(len(t.ids) for t in tokens)} word pieces; {arguments.dimensions} dimensions keep {kept:.3f} of the power"
    )
    if not arguments.dry_run:
        np.save(Path(rag.retrieve.late.__file__).with_name("projection.npy"), projection.astype(np.float16))


def principal_axes(vectors: NDArray[np.float32], dimensions: int) -> tuple[NDArray[np.float64], float]:
    """Orthonormal columns, shape (dim, dimensions), and their share of the mean squared length of the vectors."""
    powers, axes = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors / len(vectors))
    order = np.argsort(-powers, kind="stable")[:dimensions]
    chosen = axes[:, order]
    # An axis has no sign of its own: the largest entry is made positive, so that a refit gives the same file.
    signs = np.sign(chosen[np.abs(chosen).argmax(axis=0), np.arange(dimensions)])
    return chosen * signs, float(powers[order].sum() / powers.sum())


if __name__ == "__main__":
    main()
