// Corrections in the page: a panel at the mention one stands at, or at the words one selected; a
// key for each act; an undo. Every act is a form of the page of the mention, sent from here; after
// each the page renews itself and keeps its place.
"use strict";

(() => {
  const ACTS = { c: "confirm", x: "reject", w: "nobody", 1: "person", 2: "place", 3: "organisation", 4: "event" };
  const WAITING = new Set([...Object.keys(ACTS), "n", "p", "u", "e", "a"]);
  const panel = document.getElementById("correction");
  const acting = document.getElementById("acting");
  if (!panel || !acting) return;

  // What the panel is about: a mark, or a range of selected words; and whether it is loaded.
  let subject = null;
  let address = "";
  let loaded = false;
  let whenLoaded = null;
  let asked = null;
  // The form that was sent last, where the panel is about nothing yet.
  let asker = null;
  // Acts on their way, and the keys pressed meanwhile: each is for what the page will show by then.
  let underWay = 0;
  const pressed = [];

  const main = () => document.getElementById("main");
  const current = () => document.querySelector("a.mark.current[id]");
  // Of a quote or a figure only its panel knows what can be said; so of words one selected.
  const isName = (about) => about instanceof Element && Boolean(about.dataset.entity);
  const inList = () => document.querySelector(".current-step .quote-acts");
  const isOpen = () => !panel.hidden;
  const isSheet = () => matchMedia("(max-width: 40rem)").matches;

  // The panel

  async function open(about, at) {
    asked?.abort();
    asked = new AbortController();
    subject = about;
    address = at;
    loaded = false;
    whenLoaded = null;
    const { signal } = asked;
    try {
      const response = await fetch(at, { headers: { "HX-Request": "true" }, signal });
      // The login ended: the page says so.
      if (response.redirected || response.status === 403) return location.reload();
      const html = await response.text();
      if (signal.aborted) return undefined;
      if (!response.ok) return trouble(response.status);
      panel.innerHTML = html;
      htmx.process(panel);
      return shown();
    } catch (error) {
      return error.name === "AbortError" ? undefined : trouble(0);
    }
  }

  function close() {
    asked?.abort();
    const had = isOpen() && panel.contains(document.activeElement);
    panel.hidden = true;
    panel.replaceChildren();
    const mark = subject instanceof Element && document.getElementById(subject.id);
    subject = null;
    loaded = false;
    address = "";
    if (had && mark) mark.focus({ preventScroll: true });
  }

  function place() {
    if (!subject) return;
    panel.hidden = false;
    const rects = subject.getClientRects();
    const line = rects[rects.length - 1] ?? subject.getBoundingClientRect();
    if (isSheet()) {
      // The sheet covers the foot of the screen: the words go above it.
      const over = line.bottom - (innerHeight - panel.offsetHeight - 16);
      if (over > 0) scrollBy({ top: over, behavior: "instant" });
      return;
    }
    const room = document.documentElement.clientWidth - panel.offsetWidth - 16;
    const left = Math.max(16, Math.min(line.left - 12, room));
    const fits = line.bottom + panel.offsetHeight + 12 < innerHeight || line.top < panel.offsetHeight + 12;
    const top = fits ? line.bottom + 7 : rects[0].top - panel.offsetHeight - 7;
    panel.style.setProperty("--left", `${left + scrollX}px`);
    panel.style.setProperty("--top", `${top + scrollY}px`);
  }

  function shown() {
    if (!panel.childElementCount) return;
    // What could not be done at a mention is told there, wherever one went since.
    const about = document.getElementById(`m${panel.firstElementChild.dataset.mention ?? ""}`);
    if (about && about !== subject) {
      subject = about;
      about.dispatchEvent(new CustomEvent("open-mention", { bubbles: true }));
    }
    if (!subject && asker?.isConnected) subject = asker;
    loaded = true;
    place();
    whenLoaded?.();
    whenLoaded = null;
  }

  // After an act that was refused: what was pressed since was not meant for that.
  panel.addEventListener("htmx:afterSwap", () => {
    pressed.length = 0;
    shown();
  });
  panel.addEventListener("toggle", place, true);

  const afterLoad = (act) => {
    if (loaded) act();
    else whenLoaded = act;
  };

  // Where to open it: mentions

  document.addEventListener("stand", (event) => open(event.target, event.target.href));
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const mark = event.target.closest?.("main a.mark[id]");
    if (mark) {
      event.preventDefault();
      // The end of a selection, not a click.
      if (!getSelection().isCollapsed) return;
      if (subject === mark && loaded) panel.querySelector("button")?.focus();
      else {
        mark.dispatchEvent(new CustomEvent("open-mention", { bubbles: true }));
        open(mark, mark.href);
      }
    } else if (event.target.closest?.("main a[data-panel]")) {
      event.preventDefault();
      openAt(event.target.closest("a[data-panel]"));
    } else if (event.target.closest?.("[data-closes]") || (isOpen() && getSelection().isCollapsed && !panel.contains(event.target))) close();
  });

  // At a quote in a list: one goes there to say who said it.
  function openAt(link) {
    open(link, link.href);
    afterLoad(() => panel.querySelector("[role=combobox]")?.focus());
  }

  // Where to open it: words one selected

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const paragraph = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".paragraph > p");
    const text = paragraph(range.startContainer);
    if (!text) return null;
    // A triple click selects up to the start of the next paragraph.
    if (paragraph(range.endContainer) !== text) range.setEnd(text, text.childNodes.length);
    const words = range.toString();
    if (!words.trim() || words.length > 300) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    // Code points, as the server counts; JavaScript's strings count otherwise.
    const start = [...before.toString()].length;
    const place = `${text.parentElement.id.slice(1)}:${start}:${start + [...words].length}`;
    return { range, words, place };
  }

  function openSelected() {
    const found = selected();
    const base = main().querySelector("[data-missed]")?.dataset.missed;
    if (!found || !base) return false;
    const at = `${base}?${new URLSearchParams({ place: found.place, words: found.words })}`;
    if (at !== address) open(found.range, at);
    return true;
  }

  let settling = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(settling);
    if (panel.contains(document.activeElement)) return;
    settling = setTimeout(openSelected, 350);
  });
  document.addEventListener("pointerup", (event) => {
    if (!panel.contains(event.target)) setTimeout(openSelected, 0);
  });

  // Acts

  function act(value) {
    const mark = current();
    if (subject && loaded) return panel.querySelector(`button[name=act][value="${value}"]`)?.click();
    if (subject && !isName(subject)) return afterLoad(() => act(value));
    if (!mark) return undefined;
    if (!isName(mark)) {
      open(mark, mark.href);
      return afterLoad(() => act(value));
    }
    // Before the panel is there: the same form, with what the page knows.
    underWay += 1;
    return htmx.ajax("POST", mark.href, {
      source: acting,
      target: panel,
      swap: "innerHTML",
      values: { act: value, seen: mark.dataset.seen ?? "0" },
    });
  }

  function undo() {
    document.querySelector("#quiet [data-undo]")?.click();
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.requestConfig.elt;
    if (form instanceof HTMLFormElement) asker = form;
    if (form !== acting && form instanceof HTMLFormElement) underWay += 1;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    // Not the event's target: the form may have left the page with its panel.
    const form = event.detail.requestConfig.elt;
    if (!(form instanceof HTMLFormElement)) return;
    underWay = Math.max(0, underWay - 1);
    if (!event.detail.successful) trouble(event.detail.xhr.status);
  });

  function trouble(status) {
    pressed.length = 0;
    const words = status
      ? "This could not be done: load the page anew and look once more."
      : "The connection broke. Load the page anew to see whether it was done.";
    const note = document.createElement("p");
    note.className = "problem";
    note.setAttribute("role", "alert");
    note.textContent = words;
    panel.prepend(note);
    if (subject) place();
  }

  // After each act

  let renewing = null;
  let once = false;

  async function renew() {
    if (renewing) {
      once = true;
      return;
    }
    const aside = main().querySelector(".panel")?.scrollTop ?? 0;
    underWay += 1;
    renewing = htmx.ajax("GET", location.pathname + location.search, {
      source: document.body,
      target: "#main",
      select: "#main",
      // No settling: it would put back the classes of before, over what is shown when renewed.
      swap: "outerHTML settle:0ms",
    });
    await renewing;
    renewing = null;
    underWay = Math.max(0, underWay - 1);
    const list = main().querySelector(".panel");
    if (list) list.scrollTop = aside;
    document.dispatchEvent(new CustomEvent("renewed"));
    if (once) {
      once = false;
      renew();
    } else replay();
  }

  // Presses the keys that waited, up to the next that is an act.
  function replay() {
    while (pressed.length && !underWay) {
      const key = pressed.shift();
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
      );
    }
  }

  document.addEventListener("corrected", (event) => {
    close();
    getSelection().removeAllRanges();
    const announcer = document.getElementById("announcer");
    if (announcer) announcer.textContent = event.detail.text ?? "";
    renew();
  });

  // Keys

  function press(key) {
    if (key in ACTS && (current() || subject)) act(ACTS[key]);
    else if (key in ACTS && inList()) inList().querySelector(`button[value="${ACTS[key]}"]`)?.click();
    else if (key === "e" && !subject && inList()) openAt(inList().querySelector("a[data-panel]"));
    else if (key === "u") undo();
    else if (key === "Escape" && isOpen()) close();
    else if (key === "e" && (current() || subject)) {
      if (!subject) open(current(), current().href);
      afterLoad(() => panel.querySelector("[role=combobox]")?.focus());
    } else if (key === "a" && subject) afterLoad(() => panel.querySelector("[name=every]")?.click());
    else if (key === "o" && current()?.dataset.entity) location.assign(`${acting.dataset.entities}${current().dataset.entity}/`);
    else if (key === "m" && main().querySelector("[data-missed]")) {
      if (!openSelected()) location.assign(main().querySelector("[data-missed]").dataset.missed);
    } else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog[open]");
    if (field && !(event.key === "Escape" && panel.contains(field))) return;
    if (underWay && WAITING.has(event.key)) {
      pressed.push(event.key);
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (press(event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  addEventListener("resize", () => isOpen() && place());
})();
