// Opens a neutral link in the reader's language: the one they chose before, else
// the first of their browser's that the handbook speaks, else the choice stays.
"use strict";

const LANGUAGE = "handbook.language";
const SCHEME = "handbook.scheme";

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is off
  }
}

function remember(language) {
  try {
    localStorage.setItem(LANGUAGE, language);
  } catch {
    // storage is off: the choice is made again next time
  }
}

// Light or dark, as the reader chose it on the handbook's pages.
const scheme = recall(SCHEME);
if (scheme) document.documentElement.dataset.scheme = scheme;

// The page's language versions, as its head lists them; none on the 404 page.
const versions = [...document.querySelectorAll("link[data-folder]")];

const primary = (tag) => tag.toLowerCase().split("-")[0];

// For each wanted tag the version of just that tag, else one of the same language
// (pt-PT reads pt-BR). Some systems still send `in`, Indonesian's old code.
function version(wanted) {
  for (const tag of wanted.map((tag) => tag.replace(/^in\b/i, "id").toLowerCase())) {
    const found =
      versions.find((link) => link.hreflang.toLowerCase() === tag) ||
      versions.find((link) => primary(link.hreflang) === primary(tag));
    if (found) return found;
  }
  return null;
}

const stored = recall(LANGUAGE);
const chosen =
  versions.find((link) => link.dataset.folder === stored) || version(navigator.languages);
if (chosen) {
  location.replace(new URL(chosen.dataset.here, location.href).href + location.hash);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const link of document.querySelectorAll("a[data-handbook-language]")) {
    link.addEventListener("click", () => remember(link.dataset.handbookLanguage));
  }
  // On the 404 page, the language of the address comes first.
  const folders = location.pathname.split("/");
  for (const item of document.querySelectorAll("[data-handbook-in]")) {
    if (folders.includes(item.dataset.handbookIn)) item.parentElement.prepend(item);
  }
});
