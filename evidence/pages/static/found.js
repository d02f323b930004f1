// A page that was opened from a hit of the search (?found=…): the words are marked, and the page stands at the first of
// them after the place that the address names, opened where it was folded.
(function () {
  "use strict";

  const LETTER = "[\\p{Letter}\\p{Number}]";
  const NOT_TEXT = "script, style, svg, template, button, select, textarea, .ev-tip";
  const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&");

  // Words that begin with one of the terms, or, inside, words that hold one.
  function pattern(terms, inside) {
    return new RegExp(`${inside ? "" : `(?<!${LETTER})`}(?:${terms.map(escaped).join("|")})${LETTER}*`, "giu");
  }

  function mark(place, words) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(NOT_TEXT)) texts.push(walker.currentNode);
    return texts.flatMap((text) => [...text.data.matchAll(words)].reverse().map((match) => {
      const word = text.splitText(match.index);
      word.splitText(match[0].length);
      const span = document.createElement("span");
      span.className = "highlighted";
      word.replaceWith(span);
      span.append(word);
      return span;
    }).reverse());
  }

  function isSeen(hit) {
    for (let part = hit.parentElement; part; part = part.parentElement) {
      if (part.matches("details")) part.open = true;
      if (part.hidden) part.hidden = false;
      part.classList.remove("ev-folded", "ev-later");
    }
    return hit.getClientRects().length > 0;
  }

  function land(hit) {
    hit.tabIndex = -1;
    hit.focus({ preventScroll: true });
    hit.scrollIntoView({ block: "center", behavior: "instant" });
  }

  function button(label, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", action);
    return made;
  }

  function control(hits, at) {
    const bar = document.createElement("div");
    bar.className = "ev-found";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Places found");
    const said = document.createElement("output");
    const go = (to) => {
      at = (to + hits.length) % hits.length;
      said.textContent = `${at + 1} of ${hits.length}`;
      isSeen(hits[at]);
      land(hits[at]);
    };
    const clear = () => {
      SphinxHighlight.hideSearchWords();
      bar.remove();
      const url = new URL(location.href);
      url.searchParams.delete("found");
      try { history.replaceState(history.state, "", url); } catch { /* a frame without an origin keeps its address */ }
    };
    bar.append("Found: ", said, button("Previous", () => go(at - 1)), button("Next", () => go(at + 1)), button("Clear", clear));
    document.body.append(bar);
    go(at);
    addEventListener("load", () => bar.isConnected && land(hits[at]), { once: true }); // the browser goes to the address's place
  }

  async function find() {
    const terms = (new URL(location.href).searchParams.get("found") || "").split(" ").filter(Boolean);
    const article = document.querySelector("article");
    if (!terms.length || !article) return;
    await window.evFilled?.(); // words of entries that come later
    const begin = window.evTarget() || article;
    const after = (hit) => begin.compareDocumentPosition(hit) & Node.DOCUMENT_POSITION_FOLLOWING;
    for (const inside of [false, true]) {
      const hits = mark(article, pattern(terms, inside));
      const at = hits.findIndex((hit) => after(hit) && isSeen(hit));
      if (at >= 0) return control(hits, at);
    }
  }

  window.evFound = { pattern, mark };
  document.addEventListener("DOMContentLoaded", find);
})();
