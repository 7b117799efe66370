// Opens the search: by its button, by `/` and by Ctrl-K. The search itself, its style and
// its index are loaded then, and not before.
"use strict";

{
  const button = document.querySelector("[data-handbook-search]");
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

  // The style, waited for, but not for ever.
  function style() {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(dialog.dataset.style, document.baseURI).href;
    return new Promise((done) => {
      link.addEventListener("load", done);
      link.addEventListener("error", done);
      setTimeout(done, 1000);
      document.head.append(link);
    });
  }

  button.hidden = false;
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const slash = event.key === "/" && !typing && plain;
    const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!slash && !ctrlK) return;
    event.preventDefault();
    open();
  });
}
