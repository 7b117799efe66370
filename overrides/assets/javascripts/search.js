// The search: Pagefind's index of this language, loaded when the dialog first opens.
// Results are sections, grouped by page; arrows move among them.
"use strict";

{
  const button = document.querySelector("[data-handbook-search]");
  const dialog = document.querySelector("[data-handbook-search-dialog]");
  const input = dialog.querySelector("input");
  const status = dialog.querySelector("[role=status]");
  const list = dialog.querySelector("ol");
  const PAGES = 8;
  const SECTIONS = 4;

  const plural = new Intl.PluralRules(document.documentElement.lang);
  const found = JSON.parse(dialog.dataset.found);

  let pagefind;

  async function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    if (pagefind) return;
    try {
      pagefind = await import(new URL(dialog.dataset.index, document.baseURI).href);
      await pagefind.init();
      if (input.value) search();
    } catch {
      pagefind = undefined;
      status.textContent = dialog.dataset.failed;
    }
  }

  async function search() {
    const query = input.value.trim();
    if (!pagefind) return;
    if (!query) {
      status.textContent = "";
      list.replaceChildren();
      return;
    }
    const answer = await pagefind.debouncedSearch(query, {}, 120);
    if (answer === null) return; // a later key has been typed
    const pages = await Promise.all(answer.results.slice(0, PAGES).map((result) => result.data()));
    if (query !== input.value.trim()) return;
    list.replaceChildren(...pages.map(pageResult));
    const number = list.querySelectorAll("a").length;
    status.textContent = number
      ? found[plural.select(number)].replace("%(num)d", number)
      : dialog.dataset.none.replace("{query}", query);
  }

  function pageResult(page) {
    const item = document.createElement("li");
    const title = document.createElement("p");
    title.textContent = page.meta.title;
    const sections = document.createElement("ul");
    sections.append(...page.sub_results.slice(0, SECTIONS).map(sectionResult));
    item.append(title, sections);
    return item;
  }

  function sectionResult(section) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = section.url;
    const title = document.createElement("b");
    title.textContent = section.title;
    const excerpt = document.createElement("span");
    // Pagefind escapes the text it was given and adds <mark> only.
    excerpt.innerHTML = section.excerpt;
    link.append(title, excerpt);
    item.append(link);
    return item;
  }

  function move(step) {
    const stops = [input, ...list.querySelectorAll("a")];
    const now = stops.indexOf(document.activeElement);
    stops[Math.max(0, Math.min(stops.length - 1, now + step))].focus();
  }

  button.hidden = false;
  button.addEventListener("click", open);
  input.addEventListener("input", search);
  dialog.querySelector("form").addEventListener("submit", (event) => {
    // Enter in the field goes to the first result; the button closes.
    if (event.submitter && document.activeElement === event.submitter) return;
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  dialog.addEventListener("click", (event) => {
    // A click beside the dialog, or on a link to a section of this very page, closes it.
    if (event.target === dialog || event.target.closest("ol a")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    move(step);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !ctrlK) return;
    event.preventDefault();
    open();
  });
}
