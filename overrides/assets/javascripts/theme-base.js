// What Material's bundle expects to find: a scope for its settings, and how to
// read and write them. Material has this inline; a file lets the site forbid that.
// One level up: the settings are those of all languages.
const __md_base = new URL(document.currentScript.dataset.base.replace(/\/?$/, "/"), location);
const __md_scope = new URL("..", __md_base);

function __md_hash(text) {
  return [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);
}

function __md_get(key, storage = localStorage, scope = __md_scope) {
  try {
    return JSON.parse(storage.getItem(scope.pathname + "." + key));
  } catch {
    return null; // storage is off, or holds what we did not write
  }
}

function __md_set(key, value, storage = localStorage, scope = __md_scope) {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch {
    // storage is off or full: the setting lasts for this page
  }
}
