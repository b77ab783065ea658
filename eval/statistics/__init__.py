"""How sure a figure is: intervals, paired tests, what a set can detect, questions that waver. Values in, values out."""
