// Keys of every page: "/" to the search, "?" to the list of keys, j and k through a list, and those
// that links, buttons and folded parts name for themselves in data-key.
"use strict";

(() => {
  const typing = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));

  const help = () => document.getElementById("keys");

  function step(by) {
    const items = [...document.querySelectorAll("[data-step]")];
    if (!items.length) return false;
    let at = items.findIndex((item) => item.classList.contains("current-step"));
    if (at < 0) {
      // From what is on screen, not from the top of the page.
      at = items.findIndex((item) => item.getBoundingClientRect().bottom > 0) - (by > 0 ? 1 : 0);
    }
    const next = Math.min(items.length - 1, Math.max(0, at + by));
    items.forEach((item) => item.classList.remove("current-step"));
    items[next].classList.add("current-step");
    items[next].querySelector("a")?.focus({ preventScroll: true });
    items[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  function own(key) {
    const part = key.length === 1 && document.querySelector(`main [data-key="${CSS.escape(key)}"]`);
    if (!part) return false;
    if (part instanceof HTMLDetailsElement) {
      part.open = true;
      const field = part.querySelector("input:not([type=hidden]), select, textarea, button");
      field?.focus();
      field?.select?.();
    } else part.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    let done = false;
    if (event.key === "/") {
      const search = document.getElementById("search");
      search?.focus();
      search?.select();
      done = Boolean(search);
    } else if (event.key === "?") {
      help()?.showModal();
      done = true;
    } else if (event.key === "j") done = step(1);
    else if (event.key === "k") done = step(-1);
    else done = own(event.key);
    if (done) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  });

  for (const button of document.querySelectorAll("[data-opens]")) button.hidden = false;
})();
