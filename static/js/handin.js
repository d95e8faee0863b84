// The upload page: drop files anywhere, see what is chosen, see how much is sent.
"use strict";

(() => {
  const form = () => document.getElementById("hand-in");
  const input = () => document.getElementById("id_files");

  function size(bytes) {
    if (bytes < 1024) return `${bytes} bytes`;
    if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
    return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  }

  function set(files) {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input().files = transfer.files;
    show();
  }

  function show() {
    const list = form().querySelector(".chosen-files");
    const files = [...input().files];
    const largest = Number(form().dataset.largest);
    const most = Number(form().dataset.most);
    list.replaceChildren();
    list.hidden = !files.length;
    files.forEach((file, place) => {
      const line = document.createElement("li");
      const name = document.createElement("span");
      name.className = "file";
      name.textContent = file.name;
      const note = document.createElement("span");
      note.className = file.size > largest ? "too-large" : "n";
      note.textContent = size(file.size) + (file.size > largest ? ", too large" : file.size ? "" : ", empty");
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "small";
      drop.textContent = "Remove";
      drop.setAttribute("aria-label", `Remove ${file.name}`);
      drop.addEventListener("click", () => {
        set(files.filter((_, other) => other !== place));
        input().focus();
      });
      line.append(name, note, drop);
      list.append(line);
    });
    if (most && files.length > most) {
      const line = document.createElement("li");
      line.className = "too-large";
      line.textContent = `${files.length} files are more than one delivery may have (${most}).`;
      list.prepend(line);
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target === input()) show();
  });

  // A file dropped beside the zone would make the browser leave the page for it.
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const over = (is) => form()?.querySelector("[data-drop]")?.classList.toggle("over", is);
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event) || !form()) return;
    event.preventDefault();
    over(false);
    set([...input().files, ...event.dataTransfer.files]);
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total, lengthComputable } = event.detail;
    const bar = form()?.querySelector("progress.sending");
    const text = form()?.querySelector(".sending-text");
    if (!bar || !lengthComputable) return;
    bar.hidden = false;
    bar.value = Math.round((100 * loaded) / total);
    text.textContent = loaded < total ? `${bar.value} % sent` : "Filing…";
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 403) failed("Not filed: your login or this page is out of date. Load the page anew.");
    else if (status === 400 || status === 413) failed("Not filed: send fewer files at a time, or smaller ones.");
    else failed("Not filed: something broke on our side. Try again in a moment.");
  });
  document.addEventListener("htmx:sendError", () => failed("The connection broke. Nothing may have been filed: look under “What was filed before”."));
  function failed(words) {
    const text = form()?.querySelector(".sending-text");
    if (!text) return;
    form().querySelector("progress.sending").hidden = true;
    text.textContent = words;
  }

  document.querySelectorAll(".with-script").forEach((part) => { part.hidden = false; });
})();
