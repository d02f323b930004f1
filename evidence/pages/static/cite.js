// How to cite a page, a figure, a table, a claim. Each form of each comes in one script from beside the page, once a fold
// is opened; it was written when the book was built. Without this script the panel of the page has one form, and the
// way to files with the rest.
(function () {
  "use strict";

  const source = document.currentScript.dataset.entries;
  const entries = () => window.evLoad(source).then(() => window.evCited);

  // Where the book stands is known once somebody reads it there; a copy at home has no address to cite.
  function addressOf(anchor) {
    const here = new URL(location.href);
    const atHome = !/^https?:$/.test(here.protocol) || /^(localhost|127\.|\[::1\])/.test(here.hostname);
    const canonical = document.querySelector('meta[name="citation_public_url"], meta[name="citation_doi"]');
    return atHome || canonical ? "" : here.origin + here.pathname + (anchor && `#${anchor}`);
  }

  // As evidence/pages/citations.py writes them with an address.
  const WITH_ADDRESS = {
    "APA": (text, address) => `${text} ${address}`,
    "Chicago": (text, address) => `${text} ${address}.`,
    "BibTeX": (text, address) => text.replace(/\n}\n$/, () => `,\n  url = {${address}}\n}\n`),
    "RIS": (text, address) => text.replace(/ER {2}- \r\n$/, () => `UR  - ${address}\r\nER  - \r\n`),
    "CSL-JSON": (text, address) => `${JSON.stringify([{ ...JSON.parse(text)[0], URL: address }], null, 2)}\n`,
  };
  const FILES = { "BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json" };

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    // A plain http address, such as a reader's own server in a class room, has no clipboard.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("not copied");
  }

  function made(tag, className, text = "") {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  // One form: its name, what saves and copies it, its text. Of three parts the second is a title in italics.
  function form(name, parts, entry, label) {
    const text = parts.join("");
    const place = made("div", "ev-form"), bar = document.createElement("p"), ending = FILES[name];
    bar.append(Object.assign(document.createElement("strong"), { textContent: name }), " ");
    if (ending) {
      const save = made("a", "ev-save", `Save ${name}`);
      save.download = `${entry.name}.${ending}`;
      save.href = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
      bar.append(save, " ");
    }
    const button = made("button", "ev-copy", `Copy ${name}`);
    button.type = "button";
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.addEventListener("click", () => {
      copy(text.trim())
        .then(() => { said.textContent = "Copied."; })
        .catch(() => { said.textContent = "Not copied: select the text and copy it by hand."; });
    });
    bar.append(button, " ", said);
    const shown = made(ending ? "pre" : "p", "ev-entry-text");
    shown.append(...parts.map((part, at) => (at === 1 ? made("em", "", part) : part.replace(/\r/g, ""))));
    if (ending) {
      shown.tabIndex = 0;
      shown.setAttribute("role", "region");
      shown.setAttribute("aria-label", `${name}: ${label}`);
    }
    place.append(bar, shown);
    return place;
  }

  async function fill(panel) {
    if (panel.dataset.filled) return;
    panel.dataset.filled = "true";
    const entry = (await entries())[panel.dataset.cite], address = addressOf(entry.anchor);
    const label = panel.querySelector("summary").textContent;
    panel.querySelectorAll(".ev-form").forEach((place) => place.remove());
    const forms = Object.entries(entry.forms).map(([name, written]) => {
      const parts = [].concat(written);
      if (address) parts.push(WITH_ADDRESS[name](parts.pop(), address));
      return form(name, parts, entry, label);
    });
    panel.querySelector("summary").after(...forms);
    const said = panel.querySelector(".ev-meta") ?? panel.appendChild(made("p", "ev-meta", entry.state));
    if (address) said.append(` Permalink: ${address}`);
  }

  // Capturing: the event of a fold does not rise, and folds come with states that are shown later.
  document.addEventListener("toggle", ({ target }) => {
    if (!target.open || !target.matches(".ev-cite")) return;
    fill(target).catch((error) => target.append(made("p", "ev-meta", `The files of this page hold it. ${error.message}.`)));
  }, true);

  function open() {
    const panel = document.getElementById("cite-this-page");
    if (panel && location.hash === "#cite-this-page") panel.open = true;
  }
  window.addEventListener("hashchange", open);
  open();
})();
