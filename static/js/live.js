// Changes that arrive by themselves are also said, once, to those who listen to the page.
"use strict";

document.addEventListener("announce", (event) => {
  const announcer = document.getElementById("announcer");
  if (announcer && event.detail?.text) announcer.textContent = event.detail.text;
});
