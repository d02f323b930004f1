// Makes the static charts of a page live: after the reader's first scroll or touch, when a chart is near the viewport.
// Vega comes from the book itself, once, and only then. Without this script the static charts stay.
(function () {
  "use strict";

  const bundle = new URL("vega.js", document.currentScript.src).href;
  const NEAR = "300px";
  let vega;

  function loadVega() {
    vega = vega || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = bundle;
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = () => reject(new Error("Vega did not load"));
      document.head.append(script);
    });
    return vega;
  }

  // The image as a whole has a name; a role on a part that has none is a fault for a screen reader.
  function dropRolesOfParts(svg) {
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
    for (const name of ["role", "aria-labelledby", "aria-describedby", "style"]) live.setAttribute(name, still.getAttribute(name));
    live.append(...still.querySelectorAll(":scope > title, :scope > desc"));
  }

  async function makeLive(figure) {
    const still = figure.querySelector(".ev-chart svg");
    const stage = document.createElement("div");
    stage.className = "ev-stage";
    const spec = JSON.parse(figure.querySelector(".ev-spec").textContent);
    const embed = await loadVega();
    const options = { renderer: "svg", actions: false, ast: true, defaultStyle: false, mode: "vega-lite", tooltip: { disableDefaultStyle: true } };
    await embed(stage, spec, options);
    const live = stage.querySelector("svg");
    describe(live, still);
    const tidy = () => {
      dropRolesOfParts(live);
      prefixIds(live, figure.dataset.figure);
    };
    tidy();
    still.replaceWith(stage);
    figure.classList.add("ev-live");
    new MutationObserver(tidy)
      .observe(live, { subtree: true, childList: true, attributeFilter: ["id", "clip-path", "fill", "stroke", "href"] });
  }

  function start() {
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting)) {
        observer.unobserve(entry.target);
        makeLive(entry.target).catch((error) => console.warn(`${entry.target.id} stays static: ${error.message}`));
      }
    }, { rootMargin: NEAR });
    const observeAll = () => document.querySelectorAll("figure.ev-figure:not(.ev-live)").forEach((figure) => observer.observe(figure));
    observeAll();
    document.addEventListener("ev-states", observeAll); // the hindsight switch has put other figures in place
  }

  const gestures = ["scroll", "touchstart", "pointerdown", "keydown"];
  const once = (event) => {
    if (event.type === "scroll" && event.target !== document) return; // the theme scrolls its menu while the page loads
    gestures.forEach((name) => window.removeEventListener(name, once, true));
    start();
  };
  gestures.forEach((name) => window.addEventListener(name, once, { capture: true, passive: true }));
})();
