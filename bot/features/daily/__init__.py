"""/daily for staff, /streak for members, and the buttons of daily questions."""

from bot.features.daily.staff import DailyFeature

__all__ = ["DailyFeature"]
