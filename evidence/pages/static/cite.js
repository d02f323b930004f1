// The panel "Cite this chapter" can be read and saved without this script. It adds a button to copy each form, and
// opens the panel for a link that points to it.
(function () {
  "use strict";

  // Where the book stands is known once somebody reads it there; a copy at home has no address to cite.
  function addAddress() {
    const here = new URL(location.href);
    const atHome = !/^https?:$/.test(here.protocol) || /^(localhost|127\.|\[::1\])/.test(here.hostname);
    const canonical = document.querySelector('meta[name="citation_public_url"], meta[name="citation_doi"]');
    if (atHome || canonical) return;
    const address = here.origin + here.pathname;
    const [apa, bibtex, ris] = document.querySelectorAll(".ev-cite .ev-entry-text");
    apa.append(` ${address}`);
    bibtex.textContent = bibtex.textContent.replace(/\n}\s*$/, `,\n  url = {${address}}\n}\n`);
    ris.textContent = ris.textContent.replace(/ER {2}- \s*$/, `UR  - ${address}\nER  - \n`);
    for (const [form, lines] of [[bibtex, "\n"], [ris, "\r\n"]]) {
      const link = form.parentElement.querySelector(".ev-save");
      const kind = link.getAttribute("href").split(",")[0];
      link.setAttribute("href", `${kind},${encodeURIComponent(form.textContent.replace(/\n/g, lines))}`);
    }
  }
  if (document.querySelector(".ev-cite")) addAddress();

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

  document.querySelectorAll(".ev-cite .ev-form").forEach((form) => {
    const name = form.querySelector("strong").textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ev-copy";
    button.textContent = `Copy ${name}`;
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.addEventListener("click", () => {
      copy(form.querySelector(".ev-entry-text").textContent.trim())
        .then(() => { said.textContent = "Copied."; })
        .catch(() => { said.textContent = "Not copied: select the text and copy it by hand."; });
    });
    form.querySelector("p").append(" ", button, " ", said);
  });

  function open() {
    const panel = document.getElementById("cite-this-page");
    if (panel && location.hash === "#cite-this-page") panel.open = true;
  }
  window.addEventListener("hashchange", open);
  open();
})();
