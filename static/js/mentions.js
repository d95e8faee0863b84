// Mentions on a page: choose a name in the panel, see all its mentions, go from one to the next.
"use strict";

(() => {
  let chosen = null;
  // The mention one is at, and its place among all: when it is gone, half a step before the next.
  let current = null;
  let at = -1;

  const marks = () =>
    [...document.querySelectorAll(chosen ? `a.mark[id][data-entity="${chosen}"]` : "a.mark[id]")];

  function clear() {
    document.querySelectorAll(".mark.chosen, .mark.current").forEach((mark) => {
      mark.classList.remove("chosen", "current");
    });
    document.querySelectorAll(".chosen-row").forEach((row) => row.classList.remove("chosen-row"));
    document.querySelectorAll(".steps").forEach((steps) => steps.remove());
  }

  function choose(entity) {
    clear();
    chosen = entity;
    current = null;
    at = -1;
    if (entity) show();
  }

  function show() {
    document.querySelectorAll(`a.mark[data-entity="${chosen}"]`).forEach((mark) => {
      mark.classList.add("chosen");
    });
    const row = document.querySelector(`[data-entity-row="${chosen}"]`);
    if (!row) return;
    row.classList.add("chosen-row");
    const steps = document.createElement("span");
    steps.className = "steps";
    steps.append(arrow("‹", "Previous mention", -1), document.createElement("span"), arrow("›", "Next mention", 1));
    row.querySelector(".row-end")?.prepend(steps);
  }

  function arrow(sign, label, by) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => go(by, { focus: false }));
    return button;
  }

  function go(by, { focus = true } = {}) {
    const all = marks();
    if (!all.length) return;
    // Half a step before the first is somewhere, too: it was there and is gone.
    if (at < -0.5 && !chosen) {
      const below = all.findIndex((mark) => mark.getBoundingClientRect().top > 0);
      at = by > 0 ? Math.max(0, below) : below - 1;
    } else at = by > 0 ? Math.floor(at + by) : Math.ceil(at + by);
    at = (at + all.length) % all.length;
    stand(all[at]);
    if (focus) all[at].focus({ preventScroll: true });
    // Where it is in sight, with room for what is said of it, the text stays where it is.
    const { top } = all[at].getBoundingClientRect();
    if (top < innerHeight * 0.1 || top > innerHeight * 0.6) {
      all[at].scrollIntoView({ block: "center", behavior: "instant" });
    }
    const place = document.querySelector(".steps span");
    if (place) place.textContent = `${at + 1}/${all.length}`;
    all[at].dispatchEvent(new CustomEvent("stand", { bubbles: true }));
  }

  function stand(mark) {
    document.querySelectorAll(".mark.current").forEach((other) => other.classList.remove("current"));
    mark.classList.add("current");
    current = mark.id;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-first]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (chosen !== link.dataset.first) choose(link.dataset.first);
    go(1);
  });

  // A mention that was opened by hand is where one stands from then on.
  document.addEventListener("open-mention", (event) => {
    stand(event.target);
    at = marks().indexOf(event.target);
  });

  // The page was renewed: one stands where one stood.
  document.addEventListener("renewed", () => {
    if (chosen) show();
    const mark = current && document.getElementById(current);
    if (mark) {
      stand(mark);
      at = marks().indexOf(mark);
    } else if (current && at >= 0 && Number.isInteger(at)) at -= 0.5;
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, dialog")) return;
    if (event.key === "n") go(1);
    else if (event.key === "p") go(-1);
    else if (event.key === "Escape") choose(null);
    else return;
    event.preventDefault();
  });
})();
