// Two languages side by side, and links to sections to copy. handbook.js fetches this when
// either is first wanted; the texts stand in the pages' templates.

const menu = document.querySelector("[data-handbook-reading]");
const texts = menu.dataset;
const article = document.querySelector("article");
const status = document.querySelector(".hb-said");
const panel = document.getElementById("hb-copy");
const SECTIONS = ":is(h2, h3):is([id], [data-section])";

// Says something to all: those who hear the page, and those who see it.
let silence;
function say(text) {
  clearTimeout(silence);
  status.textContent = "";
  setTimeout(() => (status.textContent = text), 60);
  silence = setTimeout(() => (status.textContent = ""), 7000);
}

// ---- Two languages side by side ----

const alone = [...article.childNodes];
const dress = article.className;
// What stands beside the text becomes a drawer: the room is for two languages.
const columns = document.querySelectorAll(":is(.md-sidebar--primary, .hb-pages-open):not(.hb-drawer-only)");
let shown = "";
let wanted = "";

// Shows a language beside the first, "" for none.
export async function show(folder, { aloud = false } = {}) {
  wanted = folder;
  const button = menu.querySelector(`[data-second="${folder}"]`);
  const tell = (text) => aloud && say(text.replace("{language}", button.textContent));
  let theirs;
  try {
    if (folder) [theirs] = await Promise.all([fetchArticle(folder), fetchStyle()]);
  } catch {
    // The choice is kept: the next page may have it.
    say(texts.failed.replace("{language}", button.textContent));
    return;
  }
  if (folder !== wanted || folder === shown) return;
  shown = folder;
  keepingPlace(() => {
    article.replaceChildren(...alone);
    if (folder) join(theirs, button);
    article.className = folder ? dress.replace("md-typeset", "") : dress;
    document.documentElement.classList.toggle("hb-side", folder !== "");
    for (const column of columns) column.classList.toggle("hb-drawer-only", folder !== "");
  });
  for (const each of menu.querySelectorAll("[data-second]")) each.ariaPressed = String(each === button);
  tell(folder ? texts.shown : texts.alone);
}

// Each section of ours beside its twin, by the id that both have.
function join(theirs, { lang, dir }) {
  const here = sections(alone);
  const there = sections([...theirs.childNodes]);
  for (const id of new Set([...here.keys(), ...there.keys()])) {
    const pair = element("div", "hb-pair");
    const ours = element("div", "hb-here md-typeset", here.get(id));
    const second = Object.assign(element("div", "hb-there md-typeset", there.get(id)), { lang, dir });
    keepAlike(ours, second);
    pair.append(ours, second);
    article.append(pair);
  }
}

function element(name, className, nodes = []) {
  const made = Object.assign(document.createElement(name), { className });
  made.append(...nodes);
  return made;
}

// The parts of a page by their heading's id; "" is what stands before the first.
function sections(nodes) {
  const found = new Map([["", []]]);
  let id = "";
  for (const node of nodes) {
    if (node instanceof Element && node.matches(SECTIONS)) {
      id = node.id || node.dataset.section;
      found.set(id, []);
    }
    found.get(id).push(node);
  }
  return found;
}

// The other language's text: no id stands twice on a page, and its links lead to its pages.
async function fetchArticle(folder) {
  const address = new URL(document.querySelector(`a[data-handbook-language="${folder}"]`).href);
  address.hash = "";
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const theirs = document.importNode(page.querySelector("article"), true);
  for (const button of theirs.querySelectorAll("[popovertarget]")) button.remove();
  for (const named of theirs.querySelectorAll("[id]")) {
    named.dataset.section = named.id;
    named.removeAttribute("id");
  }
  for (const link of theirs.querySelectorAll("[href]")) {
    const url = new URL(link.getAttribute("href"), address);
    if (url.origin === address.origin) link.setAttribute("href", url.pathname + url.search + url.hash);
  }
  for (const image of theirs.querySelectorAll("img[src]")) image.src = new URL(image.getAttribute("src"), address);
  for (const notice of theirs.querySelectorAll("[data-handbook-due]")) notice.remove();
  for (const line of theirs.querySelectorAll("[data-handbook-address]")) line.firstElementChild.textContent = address;
  return theirs;
}

let style;
function fetchStyle() {
  style ??= new Promise((done) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: texts.style });
    sheet.onload = sheet.onerror = done;
    document.head.append(sheet);
  });
  return style;
}

// A point ticked, or an answer opened, in one language is so in the other.
function keepAlike(ours, second) {
  const twins = (selector, event, key) => {
    const pair = [ours, second].map((side) => [...side.querySelectorAll(selector)]);
    pair[0].forEach((one, index) => {
      const other = pair[1][index];
      if (!other) return;
      other[key] = one[key];
      one.addEventListener(event, () => (other[key] = one[key]));
      other.addEventListener(event, () => {
        if (one[key] === other[key]) return;
        one[key] = other[key];
        if (event === "change") one.dispatchEvent(new Event("change"));
      });
    });
  };
  twins(".task-list-item input", "change", "checked");
  twins("details", "toggle", "open");
}

// The section being read stays where it is on the screen.
function keepingPlace(change) {
  const top = (heading) => heading.getBoundingClientRect().top;
  const read = [...article.querySelectorAll(":is(h2, h3)[id]")].findLast((heading) => top(heading) <= 120);
  const before = read && top(read);
  change();
  // The browser anchors the scroll itself, to what it can: so once more after it.
  const settle = () => read && scrollBy({ top: top(read) - before, behavior: "instant" });
  settle();
  requestAnimationFrame(settle);
}

// ---- Links to copy ----

// Opens the choice of links below a heading's own.
export function offerLink(link) {
  const box = link.getBoundingClientRect();
  link.focus({ preventScroll: true }); // where Escape leads back to
  panel.showPopover();
  const { clientWidth, dir } = document.documentElement;
  const start = dir === "rtl" ? box.right - panel.offsetWidth : box.left;
  const left = Math.max(16, Math.min(start, clientWidth - panel.offsetWidth - 16));
  panel.style.left = `${left + scrollX}px`;
  panel.style.top = `${box.bottom + 4 + scrollY}px`;
  panel.querySelector("button").focus({ preventScroll: true });
  panel.onclick = async ({ target }) => {
    const kind = target.closest("button")?.dataset.copy;
    if (!kind) return;
    const own = new URL(link.href);
    const address = new URL(kind === "neutral" ? texts.neutral : own.pathname, document.baseURI).href + own.hash;
    panel.hidePopover();
    const isCopied = await copy(address);
    link.focus({ preventScroll: true });
    say(isCopied ? texts.copied : texts.notCopied.replace("{link}", address));
  };
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers have no clipboard for pages that come by plain http; this older way they have.
    const field = Object.assign(document.createElement("textarea"), { value: text });
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }
}
