"""Pictures that go with messages: formulas, leaderboards, statistics, podiums, as PNG with alt text.

Knows nothing of Discord. Values and sentences come in, bytes go out; `studio` draws them in a thread.
"""
