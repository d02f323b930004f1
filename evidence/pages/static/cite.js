// How to cite a page, a figure, a table, a claim, a row, a source. Each form of each comes in one script from beside the page, once a fold
// is opened; it was written when the book was built. Without this script the panel of the page has one form, and the
// way to files with the rest.
(function () {
  "use strict";

  const source = document.currentScript.dataset.entries;
  const entries = () => window.evLoad(source).then(() => window.evCited);

  // Where the book stands is known once somebody reads it there; a copy at home has no address to cite.
  const here = new URL(location.href);
  const atHome = !/^https?:$/.test(here.protocol) || /^(localhost|127\.|\[::1\])/.test(here.hostname);
  const hasOwn = document.querySelector('meta[name="citation_public_url"], meta[name="citation_doi"]');
  const addressOf = (anchor) => (atHome || hasOwn ? "" : here.origin + here.pathname + (anchor && `#${anchor}`));
  const NO_ADDRESS = " No address yet: this copy is read from your own machine; add the address where others can read it.";

  // As evidence/pages/citations.py writes them with an address.
  const WITH_ADDRESS = {
    "APA": (text, address) => `${text} ${address}`,
    "Chicago": (text, address) => `${text} ${address}.`,
    "BibTeX": (text, address) => text.replace(/\n}\n$/, () => `,\n  url = {${address}}\n}\n`),
    "RIS": (text, address) => text.replace(/ER {2}- \r\n$/, () => `UR  - ${address}\r\nER  - \r\n`),
    "CSL-JSON": (text, address) => `${JSON.stringify([{ ...JSON.parse(text)[0], URL: address }], null, 2)}\n`,
  };
  const FILES = { "BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json" };

  // A row or source of a list is cited once it is the place that the address names. Its forms are those of one record
  // that stands for every row of the page, with its own words in the place of the record's, as citations.py writes them.
  const ROW = ".ev-list > :is(tr, li, .ev-line)[id]";
  const SAYING = ["date", "speaker", "author", "event", "words", "forecast", "what it is", "column", "why"];
  const KINDS = { files: "Data table" }; // what an entry of a list is called, where it is not the list's own word
  const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}" };
  const stopped = (text) => (/[.?!][”’"]?$/.test(text) ? text : `${text}.`);
  const singly = (text) => text.replace(/"([^"]*)"/g, "‘$1’").replace(/“/g, "‘").replace(/”/g, "’");
  const WITH_TITLE = {
    "APA": (text, title) => text.replace("ROWTITLE.", () => stopped(title)),
    "Chicago": (text, title) => text.replace("ROWTITLE.", () => stopped(singly(title))),
    "BibTeX": (text, title) => text.replace("ROWTITLE", () => title.replace(/[&%$#_\\~^{}]/g, (one) => TEX[one] ?? `\\${one}`)),
    "RIS": (text, title) => text.replace("ROWTITLE", () => title),
    "CSL-JSON": (text, title) => text.replace("ROWTITLE", () => JSON.stringify(title).slice(1, -1)),
  };

  // The words of an element up to its first link, break or remark.
  function beginning(element) {
    const nodes = [...element.childNodes], end = nodes.findIndex((one) => one.matches?.("br, .ev-meta, .ev-cite, li > a"));
    const said = nodes.slice(0, end < 0 ? nodes.length : end).map((one) => (one.matches?.("q") ? `“${one.textContent}”` : one.textContent));
    return said.join("").trim().replace(/\s+/g, " ");
  }

  function titleOf(row) {
    const own = row.id.replace(/^table-/, ""), name = row.parentElement.dataset.list;
    const kind = KINDS[name] ?? name[0].toUpperCase() + name.slice(1, -1);
    const parts = row.cells ? [...row.cells].filter((one) => one.matches("th") || SAYING.includes(one.dataset.label))
      : [row.querySelector(":scope > details:not(.ev-cite) > summary") ?? row];
    const said = parts.map(beginning).filter((one) => one && one !== own && one !== "–").join(": ");
    return `${kind} ${own}. ${said}${sourceOf(row)}`;
  }

  // Where a row of a table is from, as the row itself says it: a list of references should not lose it.
  function sourceOf(row) {
    const cell = row.querySelector(":scope > :is([data-label='source'], [data-label='sources'], [data-label='page'])");
    const links = [...(cell?.querySelectorAll("a:not([aria-label^='page:'])") ?? [])].map((one) => one.textContent.trim());
    return links.length ? ` (source: ${links.join("; ")})` : "";
  }

  function entryOf(row, model) {
    const title = titleOf(row), own = (text) => text.replaceAll("ROWID", row.id);
    const forms = Object.entries(model.forms).map(([name, written]) => {
      const parts = [].concat(written).map((part) => own(WITH_TITLE[name](part, title)));
      return [name, parts];
    });
    return { ...model, name: own(model.name), state: own(model.state), anchor: row.id, forms: Object.fromEntries(forms) };
  }

  // The fold of a row, in it or under its table.
  function foldOf(row) {
    const after = row.closest(".ev-scroll")?.nextElementSibling;
    return row.querySelector(".ev-cite") ?? (after?.row === row ? after : null);
  }

  // A fold in a row, or, where a table stands in a box of its own, under that box; what it holds comes when it is opened.
  const phone = matchMedia("(max-width: 37.5rem)");
  function offerIn(row) {
    if (!row?.matches(ROW) || foldOf(row)) return;
    const fold = Object.assign(made("details", "ev-cite"), { row }), box = row.cells && !phone.matches && row.closest(".ev-scroll");
    fold.dataset.cite = "row";
    fold.append(made("summary", "", row.matches("li") ? `Cite this book's entry ${row.id}` : `Cite ${row.id}`));
    if (box) {
      if (box.nextElementSibling?.row) box.nextElementSibling.remove(); // of the row that was asked for before
      return box.after(fold);
    }
    (row.querySelector(".ev-text") ?? (row.cells ? row.lastElementChild : row.querySelector("details") ?? row)).append(fold);
  }

  // An address names a place: another script has led there by the end of this turn.
  function offer() {
    const row = window.evTarget();
    offerIn(row);
    if (row && foldOf(row)?.open) setTimeout(() => reveal(foldOf(row)));
  }

  const reveal = (fold) => fold?.querySelector(".ev-form")?.scrollIntoView({ block: "nearest", behavior: "instant" });

  // Whoever presses an id, or “Cite”, sees the first form at once.
  function cite(row) {
    offerIn(row);
    const fold = foldOf(row);
    fold.open = true;
    fill(fold).then(() => reveal(fold));
  }

  // A row of a table leads to itself by its id; a source has nothing that does.
  function lead() {
    for (const link of document.querySelectorAll("tr:is(.ev-list > *)[id] > th > a[href^='#']:not([title])")) {
      link.title = "Link to this row, and how to cite it";
      link.addEventListener("click", () => cite(link.closest("tr")));
    }
    for (const source of document.querySelectorAll("li:is(.ev-list > *)[id]:not(:has(> .ev-to-cite))")) {
      const link = made("a", "ev-to-cite");
      link.href = `#${source.id}`;
      link.ariaLabel = `Cite ${source.id}`; // its word is written by book.css, so that no search in the list finds it
      link.addEventListener("click", () => cite(source));
      source.append(link);
    }
    offer();
  }

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

  // The picture of a figure as a file of its own: what the style sheet of the book says of it is written into it, and
  // below it stand the words that a picture needs once it is taken out of its page.
  const DRAWN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order", "opacity",
    "font-family", "font-size", "font-weight", "visibility"];
  const LINE = 18, LETTER = 6.2; // px of a line below, and of a letter in it, about

  function lines(text, width) {
    const found = [""];
    for (const word of text.split(/\s+/)) {
      if ((found.at(-1).length + word.length) * LETTER > width) found.push("");
      found.push(`${found.pop()} ${word}`.trim());
    }
    return found;
  }

  function picture(figure, said) {
    const shown = [...figure.querySelectorAll("svg")].find((one) => one.checkVisibility());
    const copied = shown.cloneNode(true), box = shown.viewBox.baseVal, parts = [...copied.querySelectorAll("*")];
    [...shown.querySelectorAll("*")].forEach((one, at) => {
      const style = getComputedStyle(one);
      DRAWN.forEach((name) => parts[at].setAttribute(name, style.getPropertyValue(name))); // the policy forbids `style`
    });
    const base = getComputedStyle(figure), words = lines(said, box.width);
    const height = box.height + LINE * (words.length + 1);
    const sheet = (tag, given, text = "") => {
      const made = document.createElementNS(copied.namespaceURI, tag);
      Object.entries(given).forEach(([name, value]) => made.setAttribute(name, value));
      made.textContent = text;
      return made;
    };
    const place = { x: box.x, y: box.y, width: box.width, height };
    copied.prepend(sheet("rect", { ...place, fill: getComputedStyle(document.body).backgroundColor }));
    words.forEach((text, at) => copied.append(sheet("text", {
      x: box.x + 4, y: box.y + box.height + LINE * (at + 1), fill: base.color, "font-size": 12, "font-family": "sans-serif",
    }, text)));
    copied.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${height}`);
    copied.setAttribute("width", box.width);
    copied.setAttribute("height", height);
    return new XMLSerializer().serializeToString(copied);
  }

  // Its words: the finding that the reader has before her, today's or that of 2017, sources, book, state, licence.
  function pictureOf(figure, entry, label) {
    const place = made("p", "ev-picture"), save = made("a", "ev-save", `Save the picture of ${label} as SVG`);
    const title = [...figure.querySelector(".ev-title").childNodes].filter((one) => !one.matches?.(".headerlink"));
    const source = figure.querySelector(".ev-source")?.textContent ?? "", book = entry.forms["APA"][1];
    const said = `${title.map((one) => one.textContent).join("")}. ${source} From: ${book}. ${entry.state} Picture: CC BY 4.0.`;
    save.download = `${entry.name}.svg`;
    save.href = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture(figure, said))}`;
    place.append(save);
    return place;
  }

  // Writes what a fold holds, once, whoever opens it.
  function fill(panel) {
    return (panel.filled ??= written(panel).catch((error) => panel.append(made("p", "ev-meta", `The files of this page hold it. ${error.message}.`))));
  }

  async function written(panel) {
    const found = (await entries())[panel.dataset.cite], row = panel.row;
    const entry = row ? entryOf(row, found) : found, address = addressOf(entry.anchor);
    const label = panel.querySelector("summary").textContent;
    panel.querySelectorAll(".ev-form").forEach((place) => place.remove());
    const forms = Object.entries(entry.forms).map(([name, written]) => {
      const parts = [].concat(written);
      if (address) parts.push(WITH_ADDRESS[name](parts.pop(), address));
      return form(name, parts, entry, label);
    });
    const figure = panel.dataset.cite.startsWith("fig-") && panel.closest("figure");
    if (figure) forms.push(pictureOf(figure, entry, label.replace(/^Cite /, "")));
    const themselves = row?.matches("li") && document.querySelector(".ev-themselves")?.cloneNode(true);
    panel.querySelector("summary").after(...[themselves].filter(Boolean), ...forms);
    const said = panel.querySelector(".ev-meta") ?? panel.appendChild(made("p", "ev-meta", entry.state));
    if (address) said.append(` Permalink: ${address}`);
    else if (!hasOwn) said.append(NO_ADDRESS);
    if (panel.id && (await entries()).row) said.append(" One row, or one source, is cited where it stands: choose its id, or “Cite” at its end.");
  }

  // Capturing: the event of a fold does not rise, and folds come with states that are shown later.
  document.addEventListener("toggle", ({ target }) => {
    if (!target.open || !target.matches(".ev-cite")) return;
    fill(target);
  }, true);

  function open() {
    const panel = document.getElementById("cite-this-page");
    if (panel && location.hash === "#cite-this-page") panel.open = true;
  }
  window.addEventListener("hashchange", open);
  window.addEventListener("hashchange", offer);
  document.addEventListener("ev-filled", lead); // entries.js has put whole entries in the place of names
  open();
  lead();
})();
