// Entries and folds of a long register that its page names and holds back: they come at the reader's first move, touch, key
// or scroll, or at once where the address asks for one. Without this script each name leads to a page that holds them all.
(function () {
  "use strict";

  const AT_ONCE = 50; // entries, so that a slow machine stays at hand between them
  const named = [...document.querySelectorAll("[data-entry]")];
  let coming = null;

  async function fill() {
    const parts = await window.evPartsOf("entries");
    for (let at = 0; at < named.length; at += AT_ONCE) {
      for (const entry of named.slice(at, at + AT_ONCE)) entry.innerHTML = parts[entry.dataset.entry];
      await new Promise((next) => setTimeout(next));
    }
    document.dispatchEvent(new CustomEvent("ev-filled"));
  }

  window.evFilled = () => (coming ??= fill().catch((error) => console.warn(`Names alone: ${error.message}`)));
  for (const sign of ["pointermove", "pointerdown", "keydown", "focusin", "click", "beforeprint"]) {
    addEventListener(sign, window.evFilled, { once: true, capture: true });
  }
  document.addEventListener("scroll", window.evFilled, { once: true }); // of the page; the theme scrolls its sidebar
  if (location.hash.length > 1 || location.search) window.evFilled();
})();
