"""Draws README's picture: the phone page in English and in Arabic, from site/.

.venv/bin/python tests/browser/picture.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
import chromium

from handbook.site.server import site_server

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / ".github/handbook-en-ar.png"
PAGE = "channels/phone-voicemail/"
WIDTH, HEIGHT = 820, 900


def main() -> None:
    """Photograph both pages in one window, each in a frame of half its width."""
    server = site_server(ROOT / "site")
    Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        page = browser.new_page(viewport={"width": 2 * WIDTH, "height": HEIGHT})
        page.goto(f"{origin}/en/")
        page.evaluate(
            """async ([left, right]) => {
                document.body.innerHTML = "";
                document.body.style.cssText = "display: flex; flex-direction: row; margin: 0";
                const here = [left, right].map((address) => new Promise((done) => {
                    const frame = document.createElement("iframe");
                    frame.src = address;
                    frame.style.cssText = "flex: 1; height: 100vh; border: 0";
                    frame.onload = done;
                    document.body.append(frame);
                }));
                await Promise.all(here);
            }""",
            [f"{origin}/en/{PAGE}", f"{origin}/ar/{PAGE}"],
        )
        for frame in page.frames[1:]:
            frame.evaluate("document.fonts.ready.then(() => true)")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
