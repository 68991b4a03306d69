"""Daily questions: set up, posted exactly once, answered, revealed, and counted as streaks."""
