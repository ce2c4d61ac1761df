// Names for what django-unfold's own scripts make without one, so that a screen reader can say them.
"use strict";

function nameChoices() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = select.id && document.querySelector(`label[for="${select.id}"]`);
    const name = (label ? label.textContent : select.name).trim();
    const parts = select.nextElementSibling?.querySelectorAll(".select2-selection, .select2-selection__rendered");
    for (const part of parts ?? []) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
  }
}

function nameRegions() {
  for (const region of document.querySelectorAll(".simplebar-content-wrapper")) {
    const isSide = region.closest("#nav-sidebar") !== null;
    region.setAttribute("aria-label", isSide ? "Rooms of the desk" : "Filters");
  }
}

// A link that leads nowhere is a button: reached by the keyboard, and pressed by it.
function makeButtons() {
  for (const link of document.querySelectorAll("a:not([href])[x-on\\:click]")) {
    link.setAttribute("role", "button");
    link.tabIndex = 0;
    link.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); link.click(); }
    });
  }
}

// Theirs run when the page has loaded; these run after them.
addEventListener("load", () => setTimeout(() => { nameChoices(); nameRegions(); makeButtons(); }));
