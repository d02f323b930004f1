// Before every other script of a page. What the theme would do in scripts and handlers inside the page, which the book's
// policy forbids (`policy.py`), and a memory for readers whose browser or frame keeps none.
(function () {
  "use strict";

  // Arabic and Persian digits and signs as those of a keyboard that writes 0 to 9; check.js and lab.js read numbers so.
  window.evPlain = (text) => text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replaceAll("٫", ".").replaceAll("٬", ",").replaceAll("−", "-");

  // The id that an address names, "" for one that can't be read, such as "#%".
  window.evAnchor = (hash = location.hash) => {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return "";
    }
  };

  // What it leads to: an element, or null.
  window.evTarget = (hash) => {
    const id = window.evAnchor(hash);
    return id ? document.getElementById(id) : null; // Firefox complains of an empty one
  };

  const root = document.documentElement;

  function keeps(storage) {
    try {
      window[storage].setItem("ev-tried", "1");
      window[storage].removeItem("ev-tried");
      return true;
    } catch { // forbidden (it throws), switched off (null), or full
      return false;
    }
  }

  // Lasts as long as the page, so that no script stops where it asks for what the reader chose before.
  function memory() {
    const kept = new Map();
    return {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => { kept.set(String(key), String(value)); },
      removeItem: (key) => { kept.delete(String(key)); },
      clear: () => kept.clear(),
      key: (index) => [...kept.keys()][index] ?? null,
      get length() { return kept.size; },
    };
  }

  for (const storage of ["localStorage", "sessionStorage"]) {
    if (!keeps(storage)) Object.defineProperty(window, storage, { value: memory(), configurable: true });
  }

  // Another script of the book, asked for once.
  const loading = new Map();
  window.evLoad = (address) => {
    if (!loading.has(address)) {
      loading.set(address, new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), { src: address, onload: resolve });
        script.onerror = () => reject(new Error(`${script.src} did not load`));
        document.head.append(script);
      }));
    }
    return loading.get(address);
  };

  // A browser refuses to fetch a font early from a disk, where it is at hand anyway.
  const font = document.querySelector('meta[name="ev-font"]');
  if (font && location.protocol !== "file:") {
    const link = Object.assign(document.createElement("link"), { rel: "preload", as: "font", type: "font/woff", crossOrigin: "" });
    link.href = font.content;
    document.head.append(link);
  }

  const mode = localStorage.getItem("mode") || "auto";
  root.dataset.mode = mode;
  root.dataset.theme = mode !== "auto" ? mode : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  if (!document.fullscreenEnabled) root.classList.add("ev-no-full-screen");

  async function print(button) {
    await window.evFilled?.(); // paper holds the entries that come later
    let printed = false;
    addEventListener("beforeprint", () => { printed = true; }, { once: true });
    window.print();
    if (!printed) Object.assign(button, { disabled: true, textContent: "Printing is not allowed in this frame" });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".btn-download-pdf-button, .btn-fullscreen-button");
    if (button) button.matches(".btn-fullscreen-button") ? window.toggleFullScreen() : print(button);
  });

  // The menu of downloads; the theme would bring all of Bootstrap for it (`menus.py`).
  function turn(button, open) {
    const menu = button.nextElementSibling;
    menu.dataset.bsPopper = "static"; // as the style sheet places a menu that no script places
    menu.style.transform = "none"; // the theme moves the menus of its other buttons to the left, off a narrow screen
    menu.classList.toggle("show", open);
    menu.classList.toggle("dropdown-menu-end", button.getBoundingClientRect().right >= menu.offsetWidth); // on the screen
    button.ariaExpanded = String(open);
  }

  document.addEventListener("click", ({ target }) => {
    for (const button of document.querySelectorAll(".dropdown-toggle")) {
      turn(button, button.contains(target) && button.ariaExpanded !== "true");
    }
  });

  document.addEventListener("keydown", (event) => {
    const button = event.target.closest?.(".dropdown")?.querySelector(".dropdown-toggle");
    if (!button || !["Escape", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    if (event.key === "Escape") {
      turn(button, false);
      return button.focus();
    }
    event.preventDefault();
    turn(button, true);
    const items = [...button.parentElement.querySelectorAll(".dropdown-item")];
    const at = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    items[Math.max(0, Math.min(at, items.length - 1))].focus();
  });

  // A dialog gives the focus back to the button that opened it, from which the theme takes it with the click.
  const OPENERS = { "pst-primary-sidebar-modal": ".primary-toggle", "pst-secondary-sidebar-modal": ".secondary-toggle", "pst-search-dialog": ".search-button__button" };
  const openedBy = new Map();
  document.addEventListener("click", ({ target }) => {
    for (const [dialog, button] of Object.entries(OPENERS)) {
      if (target.closest?.(button)) openedBy.set(dialog, target.closest(button));
    }
  }, true);
  document.addEventListener("close", ({ target }) => {
    openedBy.get(target.id)?.focus({ preventScroll: true });
    openedBy.delete(target.id);
  }, true);

  // On a phone the contents lie over the page: a place of the page that is chosen there is shown, and not covered, and
  // the keyboard goes on from there.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("dialog a[href]"), dialog = link?.closest("dialog");
    if (!link?.hash || link.pathname !== location.pathname) return;
    openedBy.delete(dialog.id);
    dialog.close();
  });

  // A frame that forbids forms lets a script follow a link all the same.
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form.bd-search");
    if (!form || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    address.hash = "";
    location.href = address;
  });
})();
