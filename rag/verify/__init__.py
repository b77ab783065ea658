"""Statement + cited spans -> Verdict: deterministic code, no model."""
