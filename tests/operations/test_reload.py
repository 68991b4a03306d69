"""Reading the bank again while the bot runs."""

from __future__ import annotations

from pathlib import Path

from bot.core.search import Found, find
from bot.library import load_bank
from bot.settings import Settings
from bot.usecases import reload
from bot.usecases.services import Services
from tests.library import banks


async def test_a_new_bank_takes_the_place_of_the_old_one_whole_or_not_at_all(
    services: Services, tmp_path: Path
) -> None:
    folder = banks.write(tmp_path / "content", {"probability/fair-coin.yaml": banks.COIN})
    services.settings = Settings(content=folder)
    services.bank = load_bank(folder)
    (folder / "probability" / "die.yaml").write_text("id: [\n")
    old = services.bank
    refused = await reload.reload(services)
    assert isinstance(refused, reload.Invalid)
    assert refused.faults
    assert services.bank is old
    (folder / "probability" / "die.yaml").unlink()
    text = banks.COIN.replace("fair-coin", "bent-coin").replace("fair coin, and why", "bent coin, and why")
    (folder / "probability" / "bent-coin.yaml").write_text(
        text.replace("[coin entropy, one bit,", "[bent entropy, two sides,")
    )
    (folder / "probability" / "fair-coin.yaml").unlink()
    done = await reload.reload(services)
    assert done == reload.Reloaded(added=("bent-coin",), changed=(), removed=("fair-coin",))
    assert isinstance(find(services.index, "bent entropy"), Found)
