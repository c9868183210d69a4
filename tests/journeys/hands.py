"""Three ways to use a page: a pointer, the keys alone, and a finger on a phone. What they do is the same."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import BrowserContext, CDPSession, Locator, Page

Kind = Literal["pointer", "keys", "touch"]
HANDS: tuple[Kind, ...] = ("pointer", "keys", "touch")


@dataclass(frozen=True, slots=True)
class Hand:
    kind: Kind
    page: Page
    finger: CDPSession | None = None
    """The browser's own protocol, for a touch that moves: one session, or it would not be one touch."""

    def press(self, thing: Locator) -> None:
        if self.kind == "keys":
            thing.focus()
            assert thing.evaluate("each => each === document.activeElement"), f"no key reaches {thing}"
            self.page.keyboard.press("Enter")
        elif self.kind == "touch":
            thing.tap()
        else:
            thing.click()

    def choose(self, *tiles: Locator) -> None:
        """Choose these pictures of the wall."""
        for number, tile in enumerate(tiles):
            if self.kind == "keys":
                tile.focus()
                self.page.keyboard.press("x")
            elif self.kind == "pointer":
                place = tile.locator("xpath=..")
                place.hover()
                place.locator(".pick").click()
            elif number:
                tile.tap()
            else:
                self._rest(tile)

    def draw(self, easel: Locator, *points: tuple[float, float]) -> None:
        """A stroke through these points, in shares of the easel; the keys draw a box around the middle."""
        if self.kind == "keys":
            self._box(easel)
            return
        box = easel.bounding_box()
        assert box is not None
        way = [(box["x"] + across * box["width"], box["y"] + down * box["height"]) for across, down in points]
        if self.kind == "touch":
            self._touch("touchStart", way[0])
            for point in way[1:]:
                self._touch("touchMove", point)
            self._touch("touchEnd")
            return
        self.page.mouse.move(*way[0])
        self.page.mouse.down()
        for point in way[1:]:
            self.page.mouse.move(*point, steps=4)
        self.page.mouse.up()

    def _box(self, easel: Locator) -> None:
        self.press(self.page.locator("studio-mask").get_by_role("button", name="Box"))
        easel.focus()
        press = self.page.keyboard.press
        press("Space")
        for _ in range(3):
            press("Shift+ArrowRight")
            press("Shift+ArrowDown")
        press("Space")

    def _rest(self, tile: Locator) -> None:
        """A finger that stays until the tile is chosen."""
        tile.scroll_into_view_if_needed()
        box = tile.bounding_box()
        assert box is not None
        self._touch("touchStart", (box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 120)))
        self.page.get_by_text("1 chosen").wait_for()
        self._touch("touchEnd")

    def _touch(self, kind: str, *points: tuple[float, float]) -> None:
        assert self.finger is not None
        self.finger.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )


def hand(kind: Kind, context_of: Callable[..., BrowserContext]) -> Hand:
    if kind == "touch":
        phone = context_of(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        page = phone.new_page()
        return Hand(kind, page, phone.new_cdp_session(page))
    return Hand(kind, context_of(viewport={"width": 1440, "height": 900}).new_page())
