// The desk of those who correct: one key an answer, boxes ticked together, and how many are dealt.
// Every key presses a button or follows a link that is on the page and says it.
"use strict";

(() => {
  // While an answer is under way the next pair is not on screen yet: no key may answer it unseen.
  let underWay = false;
  // It is on screen, but does not answer yet: the key pressed then waits for that moment.
  let onScreen = false;
  let waiting = null;
  const desk = () => document.getElementById("desk");

  const typing = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable ||
      (/^(input|textarea|select)$/i.test(element.tagName) && !/^(checkbox|radio)$/.test(element.type)));

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "desk") [underWay, onScreen, waiting] = [true, false, null];
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target?.id === "desk") onScreen = true;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    // Once for the new desk itself: the event comes for every part that was swapped.
    if (event.target?.id !== "desk") return;
    underWay = false;
    dress();
    desk()?.querySelector("h1")?.focus({ preventScroll: true });
    const key = waiting;
    waiting = null;
    if (key) press(key);
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
    document.addEventListener(failure, () => {
      underWay = false;
      const announcer = document.getElementById("announcer");
      if (announcer) announcer.textContent = "The answer did not arrive. Try again.";
    });
  }
  // A page that comes back from the browser's memory is not under way.
  window.addEventListener("pageshow", () => { underWay = false; });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const control = desk()?.querySelector(`[data-press="${CSS.escape(event.key)}"]`);
    if (!control) return;
    event.preventDefault();
    if (event.repeat) return;
    if (!underWay) press(event.key);
    else if (onScreen) waiting = event.key;
  });

  function press(key) {
    const control = desk()?.querySelector(`[data-press="${CSS.escape(key)}"]`);
    if (!control) return;
    if (typing(control)) {
      control.focus();
      return;
    }
    // A button of the script's own, which sends nothing, leaves the keys free.
    underWay = control.type !== "button";
    onScreen = false;
    control.click();
  }

  // "Tick all" of a name; a second time, none.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-ticks]");
    if (!button) return;
    const boxes = [...desk().querySelectorAll(`input[name="${button.dataset.ticks}"]`)];
    tick(boxes, !boxes.every((box) => box.checked));
  });

  // On the page that splits: a group's button deals at once, without asking the server.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-deals]");
    if (!button) return;
    event.preventDefault();
    const boxes = [...button.closest(".deal-group").querySelectorAll('input[name="mention"]')];
    tick(boxes, !boxes.every((box) => box.checked));
  });

  function tick(boxes, on) {
    for (const box of boxes) box.checked = on;
    count();
  }

  document.addEventListener("change", (event) => {
    if (event.target.name === "mention") count();
    const other = event.target.dataset?.chooses;
    if (other) document.getElementById(other)?.click();
  });
  document.addEventListener("input", (event) => {
    const other = event.target.dataset?.chooses;
    if (other && event.target.value) document.getElementById(other).checked = true;
  });

  function count() {
    const told = document.getElementById("dealt-count");
    if (!told) return;
    const boxes = [...document.querySelectorAll('input[name="mention"]')];
    const dealt = Number(told.dataset.elsewhere) + boxes.filter((box) => box.checked).length;
    told.textContent = dealt.toLocaleString("en-GB");
    const stays = document.getElementById("stays-count");
    stays.textContent = Math.max(0, Number(stays.dataset.all) - dealt).toLocaleString("en-GB");
    for (const group of document.querySelectorAll(".deal-group")) {
      const all = [...group.querySelectorAll('input[name="mention"]')].every((box) => box.checked);
      const button = group.querySelector("[data-deals]");
      if (button) button.textContent = all ? "Deal none" : "Deal all";
    }
  }

  // j and k walk the lines (keys.js); x deals the one they stand at.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const box = document.querySelector('.current-step input[type="checkbox"]');
    if (!box || document.querySelector("dialog[open]")) return;
    box.click();
    event.preventDefault();
  });

  function dress() {
    for (const button of document.querySelectorAll("button[data-ticks]")) button.hidden = false;
    count();
  }
  dress();
})();
