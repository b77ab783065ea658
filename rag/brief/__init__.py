"""Day -> Stories -> Briefing."""
