// The dialog of the search: a field, and below it the sections found as a list of options.
// The field keeps the focus; arrows move among the options, as in any combobox.
import { Finder } from "./find.js";

const PAUSE = 100; // ms after the last key
const REST = 150; // ms more, after which a query is taken for the whole of it

// A run of Latin letters and digits, with what may stand within one.
const LEFT_TO_RIGHT = /([+(]?[A-Za-z0-9](?:[A-Za-z0-9 .,:/@()+_-]*[A-Za-z0-9)])?)/;

export function start(dialog) {
  const { dataset } = dialog;
  const input = dialog.querySelector("input");
  const status = dialog.querySelector("[role=status]");
  const list = dialog.querySelector("[role=listbox]");
  const more = dialog.querySelector(".hb-search__more");
  const help = dialog.querySelector(".hb-search__help");
  const terms = dialog.querySelector(".hb-search__terms");
  const absolute = (address) => new URL(address, document.baseURI).href;
  const others = JSON.parse(dataset.others);
  const by = new Map(others.map((other) => [other.folder, other.by]));
  const finder = new Finder({
    base: absolute(dataset.base),
    folder: dataset.folder,
    others: others.map(({ folder, base }) => ({ folder, base: absolute(base) })),
  });
  const plural = new Intl.PluralRules(document.documentElement.lang);

  let asked = ""; // the query whose answer is shown or on its way
  let timer;
  let answers; // what gives the next sections
  let active; // the option that Enter goes to
  let composing = false; // a word by an input method, not yet whole

  function counted(forms, number) {
    return JSON.parse(forms)[plural.select(number)].replace("%(num)d", number);
  }

  async function search() {
    const query = input.value.trim();
    if (composing || query === asked) return;
    asked = query;
    answers = undefined;
    if (!query) return show();
    try {
      await answer(query).catch(() => {
        if (query !== asked) return;
        finder.forget();
        return answer(query);
      });
    } catch {
      if (query !== asked) return;
      asked = "";
      show();
      status.textContent = dataset.failed;
    }
  }

  // A first part at once, then the rest of what is shown without asking: many pages, which are
  // not fetched for what is still being typed.
  async function answer(query) {
    answers = finder.find(query, () => query === asked);
    if ((await next(query, false)) && (await rested(query))) await next(query);
  }

  // Whether nothing more is typed after a query, once that can be told.
  async function rested(query) {
    while (query === asked) {
      await new Promise((resolve) => setTimeout(resolve, REST));
      if (input.value.trim() === query) break;
    }
    return query === asked;
  }

  // Show the next part of the answer, which is `all` for now or not; tells of more of it.
  async function next(query, all = true) {
    const { value, done } = await answers.next();
    if (query !== asked) return false;
    if (done && value === undefined) {
      if (list.hidden) show({ pages: [], foreign: [], count: 0 });
      return false;
    }
    show(value, all || !value.more);
    return value.more;
  }

  async function show(answer, all = true) {
    const number = answer ? answer.count + answer.foreign.length : 0;
    const before = active?.href;
    list.dataset.query = asked; // whose answer it is
    list.replaceChildren(
      ...(answer?.pages ?? []).map((page) => group(page.title, page.sections.map(option))),
      ...foreignGroups(answer?.foreign ?? []),
    );
    [...list.querySelectorAll("[role=option]")].forEach((one, i) => (one.id = `hb-search-${i}`));
    list.hidden = !number;
    more.hidden = !answer?.more || !all;
    help.hidden = !answer || number > 0;
    input.setAttribute("aria-expanded", String(number > 0));
    activate([...list.querySelectorAll("[role=option]")].find((one) => one.href === before));
    if (all) status.textContent = answer ? said(answer, number) : "";
    if (answer && !number) await suggest();
  }

  function said(answer, number) {
    const parts = [];
    if (answer.corrected) parts.push(dataset.corrected.replace("{word}", answer.corrected));
    if (!number) parts.push(dataset.none.replace("{query}", asked));
    else parts.push(counted(answer.more ? dataset.some : dataset.found, number));
    return parts.join(" ");
  }

  async function suggest() {
    const query = asked;
    const near = await finder.nearTerms(query);
    if (query !== asked) return;
    terms.replaceChildren(
      ...near.map(({ title, address }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = address;
        link.textContent = title;
        item.append(link);
        return item;
      }),
    );
  }

  function group(title, options) {
    const box = document.createElement("div");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", title);
    const head = document.createElement("p");
    head.setAttribute("aria-hidden", "true");
    head.textContent = title;
    box.append(head, ...options);
    return box;
  }

  function foreignGroups(found) {
    const boxes = new Map();
    for (const { folder, titles, url } of found) {
      const [page, section] = titles;
      const one = option({
        url,
        title: [{ text: section }],
        excerpt: page === section ? [] : [{ text: page }],
      });
      boxes.set(folder, [...(boxes.get(folder) ?? []), one]);
    }
    return [...boxes].map(([folder, options]) => {
      const box = group(by.get(folder), options);
      box.classList.add("hb-search__foreign");
      return box;
    });
  }

  function option({ url, title, excerpt }) {
    const link = document.createElement("a");
    link.href = url;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    const head = document.createElement("b");
    const text = document.createElement("span");
    fill(head, title);
    fill(text, excerpt);
    link.append(head, " ", text);
    return link;
  }

  function fill(element, runs) {
    for (const { text, mark } of runs) {
      const inside = mark ? document.createElement("mark") : element;
      inside.append(...isolated(text));
      if (mark) element.append(inside);
    }
  }

  // Numbers, dates and addresses keep their order among right-to-left words.
  function isolated(text) {
    if (document.documentElement.dir !== "rtl") return [text];
    return text.split(LEFT_TO_RIGHT).map((part, i) => {
      if (i % 2 === 0) return part;
      const run = document.createElement("bdi");
      run.dir = "ltr";
      run.textContent = part;
      return run;
    });
  }

  function activate(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const options = [...list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    const place = options.indexOf(active) + step;
    // Above the first is the field itself.
    activate(place < 0 ? undefined : options[Math.min(place, options.length - 1)]);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
    if (!composing) prepare();
  }

  // What cannot be had is told when it is asked for.
  function prepare() {
    finder.prepare(input.value).catch(() => {});
  }

  input.addEventListener("input", later);
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      (active ?? list.querySelector("[role=option]"))?.click();
    } else if (event.key === "Escape") {
      // In a search field a browser would clear the text first.
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("click", (event) => {
    // A click beside the dialog, or on a link to a section of this very page, closes it.
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
  more.addEventListener("click", () => {
    input.focus();
    next(asked);
  });

  finder.open().then(search, () => (status.textContent = dataset.failed));
  prepare();
}
