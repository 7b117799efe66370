// Progressive enhancement of the handbook's pages. Without it everything can be read,
// the pages and their sections open as drawers, and the language switch leads to the
// same page. It is loaded first and small, so that the scheme is set before the page is
// drawn; the rest waits for the page.
"use strict";

const LANGUAGE = "handbook.language";
const SCHEME = "handbook.scheme";
const SECOND = "handbook.second";
const TICKS = "handbook.ticks";

function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // storage is off: nothing is remembered
  }
}

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

// ---- Light and dark: the system's, until the reader chooses otherwise ----

const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function chosenScheme() {
  const scheme = recall(SCHEME);
  return scheme === "light" || scheme === "dark" ? scheme : null;
}

function applyScheme() {
  const chosen = chosenScheme();
  if (chosen) root.dataset.scheme = chosen;
  else delete root.dataset.scheme;
}

root.classList.replace("no-js", "js");
applyScheme();
if (recall(SECOND)) root.classList.add("hb-joining");

function switchScheme(button) {
  const isDark = () => (chosenScheme() ?? root.dataset.scheme ?? (systemIsDark.matches ? "dark" : "")) === "dark";
  const tell = () => {
    button.ariaLabel = button.title = isDark() ? button.dataset.light : button.dataset.dark;
  };
  button.addEventListener("click", () => {
    const wanted = isDark() ? "light" : "dark";
    const system = systemIsDark.matches ? "dark" : "light";
    root.dataset.scheme = wanted;
    remember(SCHEME, wanted === system ? null : wanted);
    tell();
  });
  systemIsDark.addEventListener("change", tell);
  addEventListener("storage", (event) => {
    if (event.key !== SCHEME) return;
    applyScheme();
    tell();
  });
  tell();
}

// ---- The section being read ----

// The last heading above the top of the window's text. At the page's end that may be one
// that cannot come so far up: then the one the reader asked for, where it can be seen.
function currentSection() {
  const headings = [...document.querySelectorAll("article :is(h2, h3)[id]")];
  const place = (heading) => heading.getBoundingClientRect().top;
  const atEnd = scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2;
  const asked = atEnd && headings.find((heading) => `#${heading.id}` === location.hash);
  const read = headings.findLast((heading) => place(heading) <= 120);
  if (asked && place(asked) > 0 && place(asked) < innerHeight) return asked.id;
  return read ? read.id : "";
}

// Marks the section in the list of sections, and keeps its line in view there.
function followSections(list) {
  const links = new Map();
  for (const link of list.querySelectorAll("a[href^='#']")) links.set(decodeURIComponent(link.hash.slice(1)), link);
  let marked;
  const mark = () => {
    const link = links.get(currentSection());
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    marked = link;
    const frame = list.closest(".md-sidebar");
    if (!link || frame.scrollHeight <= frame.clientHeight) return;
    const place = link.getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    if (place.top < around.top + 40 || place.bottom > around.bottom - 40) {
      frame.scrollTop += place.top - around.top - around.height / 3;
    }
  };
  const seen = new IntersectionObserver(mark, { rootMargin: "-120px 0px 0px 0px", threshold: [0, 1] });
  for (const heading of document.querySelectorAll("article :is(h2, h3)[id]")) seen.observe(heading);
}

// ---- Drawers: popovers, which open without this; it tells their state and closes them ----

function drawer(panel) {
  const buttons = document.querySelectorAll(`[popovertarget="${panel.id}"]`);
  const tell = (open) => buttons.forEach((button) => (button.ariaExpanded = String(open)));
  const isOpen = () => panel.matches(":popover-open");
  tell(false);
  panel.addEventListener("toggle", (event) => tell(event.newState === "open"));
  panel.addEventListener("click", (event) => {
    if (event.target.closest("a") && isOpen()) panel.hidePopover();
  });
  panel.addEventListener("focusout", (event) => {
    const to = event.relatedTarget;
    if (to && isOpen() && !panel.contains(to) && ![...buttons].includes(to)) panel.hidePopover();
  });
  // Where there is room it is a column again, and no drawer.
  addEventListener("resize", () => {
    if (isOpen() && ![...buttons].some((button) => button.checkVisibility())) panel.hidePopover();
  });
}

// ---- The languages: of the page, and of the second text beside it ----

function languageLinks(menu) {
  const links = menu.querySelectorAll("a[data-handbook-language]");
  const here = menu.querySelector("[aria-current]").dataset.handbookLanguage;
  const update = () => {
    const section = currentSection() || decodeURIComponent(location.hash.slice(1));
    for (const link of links) link.hash = section;
  };
  menu.addEventListener("toggle", update);
  for (const link of links) {
    const { handbookLanguage: language } = link.dataset;
    link.addEventListener("click", () => {
      update();
      remember(LANGUAGE, language);
      // The second language becomes the first: the two change places.
      if (recall(SECOND) === language) remember(SECOND, here);
    });
  }
}

function closingMenu(menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

// ---- A second language, and links to copy: reading.js, fetched when first wanted ----

function readingOnDemand(menu) {
  const reading = () => import(new URL(menu.dataset.handbookReading, document.baseURI).href);
  menu.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-second]");
    if (!button) return;
    const { second } = button.dataset;
    menu.open = false;
    menu.querySelector("summary").focus();
    remember(SECOND, second || null);
    (await reading()).show(second, { aloud: true });
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest(".headerlink");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.closest(".hb-there")) event.preventDefault(); // it would leave the page
    const { offerLink } = await reading();
    setTimeout(() => offerLink(link)); // once the browser has followed it
  });
  const kept = [...menu.querySelectorAll("button")].find(({ dataset }) => dataset.second === (recall(SECOND) || null));
  const shown = kept && reading().then(({ show }) => show(kept.dataset.second));
  Promise.resolve(shown).finally(() => root.classList.remove("hb-joining"));
}

// ---- What only the reader's browser knows: the day, and the address to print ----

function tellsWhenDue(notice) {
  notice.hidden = Date.now() < Date.parse(`${notice.dataset.handbookDue}T24:00`);
}

function printsItsAddress(line) {
  line.firstElementChild.textContent = location.href.split("#")[0];
}

// ---- Ticks: kept for a point in all its languages ----

// The page, the section and the point's number are the same in each.
function ticksAreKept() {
  const page = root.dataset.handbookPage;
  const kept = () => new Set(JSON.parse(recall(TICKS) || "[]"));
  const before = kept();
  let section = "";
  let number = 0;
  for (const element of document.querySelectorAll("article h2[id], .task-list-item input")) {
    if (element.matches("h2")) {
      section = element.id;
      number = 0;
      continue;
    }
    const name = `${page}#${section}:${++number}`;
    element.checked = before.has(name);
    element.addEventListener("change", () => {
      const now = kept();
      if (element.checked) now.add(name);
      else now.delete(name);
      remember(TICKS, JSON.stringify([...now]));
    });
  }
}

// ---- The search: opened by its button, `/` or Ctrl-K, and fetched then, not before ----

function searchOnDemand(button) {
  const dialog = document.querySelector("[data-handbook-search-dialog]");
  const input = dialog.querySelector("input");
  let styled;
  let started;

  function open() {
    if (dialog.open) return;
    // Open at once, so that no key is lost; unseen until it has its style.
    if (!styled) {
      styled = true;
      dialog.style.opacity = 0;
      style().then(() => (dialog.style.opacity = ""));
    }
    if (!started) askAhead();
    started ??= import(new URL(dialog.dataset.script, document.baseURI).href)
      .then((script) => script.start(dialog))
      .catch(() => {
        started = undefined;
        dialog.querySelector("[role=status]").textContent = dialog.dataset.failed;
      });
    dialog.showModal();
    input.focus();
    input.select();
  }

  // All that a first query waits for is asked for at once, rather than each file by another.
  function askAhead() {
    const { finder, words, base } = dialog.dataset;
    const scripts = [finder, words, `${base}pagefind/pagefind.js`].map((href) => ({ rel: "modulepreload", href }));
    const data = ["search/index.json", "pagefind/wasm.unknown.pagefind"];
    const fetched = data.map((name) => ({ rel: "preload", as: "fetch", crossOrigin: "anonymous", href: base + name }));
    for (const link of [...scripts, ...fetched]) {
      document.head.append(Object.assign(document.createElement("link"), link));
    }
  }

  // The style, waited for, but not for ever.
  function style() {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(dialog.dataset.style, document.baseURI).href;
    return new Promise((done) => {
      link.onload = link.onerror = done;
      setTimeout(done, 1000);
      document.head.append(link);
    });
  }

  button.hidden = false;
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const slash = event.key === "/" && !typing && plain;
    const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!slash && !ctrlK) return;
    event.preventDefault();
    open();
  });
}

document.addEventListener("DOMContentLoaded", () => {
  const each = (selector, enhance) => document.querySelectorAll(selector).forEach(enhance);
  each("[data-handbook-scheme]", switchScheme);
  each(".md-sidebar[popover]", drawer);
  each("[data-handbook-languages]", languageLinks);
  each(".hb-languages", closingMenu);
  each("[data-handbook-reading]", readingOnDemand);
  each("[data-handbook-due]", tellsWhenDue);
  each("[data-handbook-address]", printsItsAddress);
  each("[data-md-component=toc]", followSections);
  each("button[data-handbook-search]", searchOnDemand);
  ticksAreKept();
});
