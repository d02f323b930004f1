// What a page holds back until it is asked for: rows behind figures, states of August 2017. Each kind comes in one script
// from beside the page, once. Without this script the CSV files hold the rows, and the page shows today.
(function () {
  "use strict";

  const beside = document.currentScript.dataset.beside;

  // The parts of one kind, in the order of the page; code.js asks too.
  window.evPartsOf = (kind) => window.evLoad(`${beside}${kind}.js`).then(() => window.evParts[kind]);

  async function fill(place) {
    const parts = await window.evPartsOf("rows");
    if (place.firstChild) return;
    place.innerHTML = parts[place.dataset.part];
    for (const box of place.querySelectorAll(".ev-scroll")) {
      box.ariaLabel = `Data of ${place.closest("figure").ariaLabel}`;
      stack(box);
    }
  }

  // Rows of words may stand as blocks on a phone, each cell behind its heading, as in the tables of the page.
  function stack(box) {
    const heads = [...box.querySelectorAll("thead th")].map((head) => head.textContent);
    if (!box.querySelector("tbody .ev-text")) return;
    box.classList.add("ev-stack");
    for (const row of box.querySelectorAll("tbody tr")) [...row.cells].forEach((cell, at) => { cell.dataset.label = heads[at]; });
  }

  async function choose(place, then) {
    const buttons = place.querySelector(".ev-states");
    place.today ??= [...place.childNodes].filter((node) => node !== buttons);
    for (const button of buttons.children) button.ariaPressed = String((button.value === "2017") === then);
    let shown = place.today;
    if (then) {
      const template = document.createElement("template");
      template.innerHTML = (await window.evPartsOf("2017"))[place.dataset.part];
      place.then ??= [...template.content.childNodes];
      shown = place.then;
    }
    if ((buttons.firstElementChild.ariaPressed === "true") !== then) return; // the reader chose again while it was loading
    for (const node of [...place.childNodes]) if (node !== buttons) node.remove(); // the button keeps its focus
    place.append(...shown);
    document.dispatchEvent(new CustomEvent("ev-states"));
  }

  const change = (place, then) => choose(place, then).catch((error) => {
    choose(place, false);
    console.warn(`The figure stays as of today: ${error.message}`);
  });

  // The address of a state of 2017 is that of its figure or table, with -2017 behind it.
  async function arrive() {
    const id = window.evAnchor(), [own] = id.split(/-2017$/);
    const place = own !== id && !document.getElementById(id) && document.getElementById(own)?.closest(".ev-hindsight");
    if (!place) return;
    await change(place, true);
    for (let part = place; part; part = part.parentElement) if (part.matches("details")) part.open = true;
    place.scrollIntoView({ behavior: "instant" });
  }

  document.addEventListener("toggle", ({ target }) => {
    const place = target.open && target.matches(".ev-drawer") && target.querySelector(".ev-rows[data-part]");
    if (place) fill(place).catch((error) => { place.textContent = `The rows are in the CSV. ${error.message}.`; });
  }, true);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".ev-states button");
    const place = button?.closest(".ev-hindsight");
    if (place) change(place, button.value === "2017");
  });
  addEventListener("hashchange", arrive);
  arrive();
})();
