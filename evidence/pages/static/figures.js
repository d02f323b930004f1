// Charts that move: a button makes one live. Vega comes from the book itself, once, and only then. Without this script,
// and without the button, the static chart stays.
(function () {
  "use strict";

  const bundle = new URL("vega.js", document.currentScript.src).href;
  const ZOOM = "zoom_at"; // the range of the field `at`, which `alt.selection_interval(name="zoom", bind="scales")` keeps
  const CLOSEST = 12; // times: some four years of fifty

  // Marks say their tips as those of static charts do; a role on a part that has no name is a fault for a screen reader.
  function moveTips(svg) {
    for (const mark of svg.querySelectorAll("[aria-label]")) {
      if (mark.tagName !== "g") mark.dataset.tip = mark.getAttribute("aria-label");
      mark.removeAttribute("aria-label");
    }
    for (const part of svg.querySelectorAll("[role], [aria-roledescription]")) {
      part.removeAttribute("role");
      part.removeAttribute("aria-roledescription");
    }
  }

  // Vega numbers clip paths and gradients per page, and again at every redraw: each id gets the figure's name.
  function prefixIds(svg, name) {
    const prefix = name + "-live-";
    const rename = (id) => (id.startsWith(name + "-") ? id : prefix + id);
    for (const node of svg.querySelectorAll("[id]")) {
      if (node.id !== rename(node.id)) node.id = rename(node.id); // setting what is there would wake the observer again
    }
    for (const node of svg.querySelectorAll("*")) {
      for (const attribute of node.attributes) {
        const value = attribute.value.replace(/url\(#([^)]+)\)/g, (_, id) => `url(#${rename(id)})`);
        const linked = attribute.localName === "href" && value.startsWith("#") ? "#" + rename(value.slice(1)) : value;
        if (linked !== attribute.value) attribute.value = linked;
      }
    }
  }

  function describe(live, still) {
    for (const name of ["role", "aria-label", "aria-describedby", "width", "height"]) live.setAttribute(name, still.getAttribute(name));
    live.append(...still.querySelectorAll(":scope > title, :scope > desc"));
  }

  // The wheel scrolls the page; with Ctrl, or two fingers on a pad, it zooms, and so do these buttons, within limits.
  function addZoom(chart, view, whole) {
    const bar = document.createElement("div");
    bar.className = "ev-zoom";
    const range = () => view.signal(ZOOM) || whole;
    const set = (low, high) => {
      const most = whole[1] - whole[0];
      const width = Math.max(most / CLOSEST, Math.min(high - low, most));
      const start = Math.max(whole[0], Math.min((low + high - width) / 2, whole[1] - width));
      view.signal(ZOOM, [start, start + width]).runAsync();
    };
    const scaled = (factor) => () => {
      const [low, high] = range();
      set((low + high) / 2 - (high - low) * factor / 2, (low + high) / 2 + (high - low) * factor / 2);
    };
    const moved = (part) => () => {
      const [low, high] = range();
      set(low + (high - low) * part, high + (high - low) * part);
    };
    const actions = { "Earlier": moved(-0.5), "Later": moved(0.5), "Closer": scaled(0.5), "Wider": scaled(2), "All years": () => set(...whole) };
    for (const [label, action] of Object.entries(actions)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", action);
      bar.append(button);
    }
    view.addSignalListener(ZOOM, (_, now) => {
      if (now && (now[0] < whole[0] - 1e-6 || now[1] > whole[1] + 1e-6 || now[1] - now[0] < (whole[1] - whole[0]) / CLOSEST - 1e-6)) set(...now);
    });
    bar.append(...chart.querySelectorAll(".vega-bindings")); // what else the reader chooses, beside them
    chart.before(bar);
  }

  async function makeLive(figure, button) {
    const still = [...figure.querySelectorAll(".ev-chart svg")].find((svg) => svg.getClientRects().length); // of two widths
    const stage = document.createElement("div");
    stage.className = "ev-stage";
    const holder = figure.querySelector(".ev-spec");
    const spec = JSON.parse(holder.textContent);
    if (still.closest(".ev-phone")) spec.width = Number(holder.dataset.phone);
    await window.evLoad(bundle);
    const { view } = await window.vegaEmbed(stage, spec, { renderer: "svg", actions: false, ast: true, defaultStyle: false, mode: "vega-lite", tooltip: false });
    const live = stage.querySelector("svg");
    describe(live, still);
    const tidy = () => {
      moveTips(live);
      prefixIds(live, figure.dataset.figure);
    };
    tidy();
    still.replaceWith(stage);
    new MutationObserver(tidy)
      .observe(live, { subtree: true, childList: true, attributeFilter: ["aria-label", "id", "clip-path", "fill", "stroke", "href"] });
    addZoom(stage.parentElement, view, view.scale("x").domain().slice());
    button.remove();
    figure.classList.add("ev-live");
  }

  function prepare() {
    for (const figure of document.querySelectorAll("figure.ev-figure:has(> .ev-spec):not(.ev-movable)")) {
      figure.classList.add("ev-movable");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ev-move";
      button.textContent = "Zoom and choose";
      button.addEventListener("click", () => makeLive(figure, button)
        .catch((error) => console.warn(`${figure.id} stays static: ${error.message}`)));
      figure.querySelector(".ev-chart").before(button);
    }
  }
  prepare();
  document.addEventListener("ev-states", prepare);
})();
