// Fields in which one types to a known name: a list of options beneath, by keyboard or by hand,
// after the ARIA pattern of an editable combobox with list autocomplete. The first option is taken
// by Enter at once. See templates/entities/_combobox.html.
"use strict";

(() => {
  const WAIT = 110;
  const states = new WeakMap();

  const box = (element) => element.closest?.("[data-combobox]");
  const parts = (root) => ({
    input: root.querySelector("[role=combobox]"),
    list: root.querySelector("[role=listbox]"),
    value: root.querySelector("[data-takes=value]"),
    made: root.querySelector("[data-takes=new]"),
  });
  const options = (root) => [...parts(root).list.querySelectorAll("[role=option]")];

  function state(root) {
    if (!states.has(root)) states.set(root, { timer: 0, asked: null, enter: false, at: -1 });
    return states.get(root);
  }

  function close(root) {
    const { input, list } = parts(root);
    const now = state(root);
    clearTimeout(now.timer);
    now.asked?.abort();
    Object.assign(now, { asked: null, enter: false, at: -1, waiting: false });
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function activate(root, at) {
    const all = options(root);
    const { input } = parts(root);
    state(root).at = at;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0 || !all[at]) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[at].id);
    return all[at].scrollIntoView({ block: "nearest" });
  }

  async function ask(root) {
    const { input, list } = parts(root);
    const now = state(root);
    now.asked?.abort();
    const typed = input.value.trim();
    if (!typed) return close(root);
    const asked = new AbortController();
    now.asked = asked;
    let html;
    try {
      const response = await fetch(root.dataset.combobox + encodeURIComponent(typed), {
        headers: { "HX-Request": "true" },
        signal: asked.signal,
      });
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      html = await response.text();
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      html = '<li class="none">The names could not be fetched. Type on to try again.</li>';
    }
    if (now.asked !== asked) return undefined;
    list.innerHTML = html;
    options(root).forEach((option, place) => { option.id = `${list.id}-${place}`; });
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    now.waiting = false;
    activate(root, options(root).length ? 0 : -1);
    const announcer = document.getElementById("announcer");
    const found = options(root).filter((option) => option.dataset.value).length;
    if (announcer) announcer.textContent = `${found} name${found === 1 ? "" : "s"}`;
    if (now.enter) pick(root, options(root)[0]);
    return undefined;
  }

  function pick(root, option) {
    const { input, value, made } = parts(root);
    if (!option) return;
    input.value = option.dataset.text;
    value.value = option.dataset.value ?? "";
    if (made) made.value = option.dataset.new ?? "";
    close(root);
    root.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { ...option.dataset } }));
    const button = root.dataset.submits && input.form?.querySelector(`button[value="${root.dataset.submits}"]`);
    // A click, not requestSubmit: the button's own value has to be sent.
    if (button) button.click();
  }

  document.addEventListener("input", (event) => {
    const root = box(event.target);
    if (!root || event.target.getAttribute("role") !== "combobox") return;
    const { value, made } = parts(root);
    value.value = "";
    if (made) made.value = "";
    const now = state(root);
    clearTimeout(now.timer);
    now.waiting = true;
    now.enter = false;
    now.timer = setTimeout(() => ask(root), WAIT);
  });

  document.addEventListener("keydown", (event) => {
    const root = event.target.getAttribute?.("role") === "combobox" ? box(event.target) : null;
    if (!root || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = state(root);
    const all = options(root);
    const isOpen = !parts(root).list.hidden;
    if (event.key === "Enter" && now.waiting) now.enter = true;
    else if (event.key === "Enter" && isOpen && all[now.at]) pick(root, all[now.at]);
    else if (event.key === "ArrowDown" && !isOpen) ask(root);
    else if (event.key === "ArrowDown" && all.length) activate(root, (now.at + 1) % all.length);
    else if (event.key === "ArrowUp" && isOpen && all.length) activate(root, (now.at - 1 + all.length) % all.length);
    else if (event.key === "Escape" && (isOpen || now.waiting)) close(root);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // Pressing an option must not take the focus from the field.
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest?.("[data-combobox] [role=listbox]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.("[data-combobox] [role=option]");
    if (option) pick(box(option), option);
  });
  document.addEventListener("focusout", (event) => {
    const root = box(event.target);
    if (root && !root.contains(event.relatedTarget)) close(root);
  });
})();
