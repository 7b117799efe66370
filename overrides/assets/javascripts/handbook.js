// Progressive enhancement of the handbook's pages. Without it everything can be
// read, and the language switch leads to the same page.
"use strict";

const LANGUAGE = "handbook.language";
const TICKS = "handbook.ticks";

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
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

// The section being read: the last heading above the top of the window's text.
function currentSection() {
  const top = 120;
  let current = "";
  for (const heading of document.querySelectorAll("article h2[id], article h3[id]")) {
    if (heading.getBoundingClientRect().top > top) break;
    current = heading.id;
  }
  return current || decodeURIComponent(location.hash.slice(1));
}

function switchKeepsSection(menu) {
  const links = menu.querySelectorAll("a[data-handbook-language]");
  const update = () => {
    const section = currentSection();
    for (const link of links) link.hash = section;
  };
  menu.addEventListener("toggle", update);
  for (const link of links) {
    link.addEventListener("click", () => {
      update();
      remember(LANGUAGE, link.dataset.handbookLanguage);
    });
  }
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

// Ticks are kept for a point in all its languages: the page, the section and the
// point's number are the same in each.
function ticksAreKept() {
  const page = document.documentElement.dataset.handbookPage;
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

for (const menu of document.querySelectorAll("[data-handbook-languages]")) switchKeepsSection(menu);
ticksAreKept();

// The theme opens its drawer and its search with labels; keys reach them as buttons.
function labelAsButton(label) {
  const box = document.getElementById(label.htmlFor);
  label.tabIndex = 0;
  label.role = "button";
  label.ariaLabel = label.dataset.handbookButton;
  const tell = () => (label.ariaExpanded = String(box.checked));
  tell();
  box.addEventListener("change", tell);
  label.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation(); // the theme, too, clicks a label on Enter
    label.click();
  });
}

for (const label of document.querySelectorAll("label[data-handbook-button]")) labelAsButton(label);
