// What a mark says: by mouse, tap, keys.
(function () {
  "use strict";

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const [box, voice] = ["ev-says", "ev-hidden"].map((className) =>
    document.body.appendChild(Object.assign(document.createElement("div"), { className })));
  box.hidden = true;
  voice.ariaLive = "polite";
  let shown = null, told = ""; // the second once a page

  const marksOf = (chart) => [...chart.querySelectorAll("[data-tip]")];
  const chartOf = ({ target }) => target.closest?.(".ev-chart");
  const within = (value, most) => `${Math.max(8, Math.min(value, most - 8))}px`;

  function place() {
    const { left, right, top, bottom } = shown.getBoundingClientRect(), high = box.offsetHeight;
    if (bottom < 0 || top > innerHeight) return say(null);
    const wide = box.offsetWidth;
    box.style.left = within((left + right - wide) / 2, document.body.clientWidth - wide);
    box.style.top = within(top < high + 16 ? bottom + 8 : top - high - 8, innerHeight - high);
  }

  function say(mark, aloud) {
    shown?.classList.remove("ev-said");
    shown = mark;
    box.hidden = !mark;
    if (!mark) return;
    mark.classList.add("ev-said");
    box.textContent = mark.dataset.tip;
    if (aloud) voice.textContent = mark.dataset.tip;
    place();
  }

  // A browser moves a tap to a neighbour that it takes for meant; only where the finger went down is left as it was.
  let finger = null;
  document.addEventListener("pointerdown", ({ clientX, clientY }) => { finger = [clientX, clientY]; }, true);

  function markAt({ target, clientX, clientY, pointerType, type }, chart) {
    const tapped = type === "click" && pointerType === "touch" && finger, [x, y] = tapped || [clientX, clientY];
    if (tapped) target = document.elementFromPoint(x, y) || target;
    let near = null, least = pointerType === "touch" ? 24 : 6, off = 0; // off: from the middle, of marks as near
    for (const mark of marksOf(chart)) {
      const { left, right, top, bottom } = mark.getBoundingClientRect();
      const far = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
      const own = Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y);
      if (far < least || (near && far === least && own < off)) [near, least, off] = [mark, far, own];
    }
    return target.closest("[data-tip]") || near;
  }

  const on = (kind, act) => document.addEventListener(kind, (event) => act(event, chartOf(event)));
  on("pointermove", (event, chart) => {
    if (event.pointerType !== "touch" && (chart || !shown?.closest(":focus"))) say(chart && markAt(event, chart));
  });
  on("click", (event, chart) => say(chart && markAt(event, chart), true));
  on("focusin", (event, chart) => {
    if (chart && !told) voice.textContent = told = "Arrow keys say value by value. The table below the chart has them all.";
  });
  on("focusout", (event, chart) => chart && say(null));
  on("keydown", (event) => {
    if (event.key === "Escape") return say(null);
    const step = STEPS[event.key], marks = step && event.target.matches(".ev-chart") ? marksOf(event.target) : [];
    if (!marks.length || event.altKey) return;
    event.preventDefault();
    const next = marks[Math.max(0, Math.min(marks.indexOf(shown) + step, marks.length - 1))];
    next.scrollIntoView({ block: "nearest", behavior: "instant" });
    say(next, true);
  });
  addEventListener("scroll", () => shown && place(), true);
  function prepare() {
    for (const chart of document.querySelectorAll(".ev-chart:has([data-tip])")) {
      Object.assign(chart, { tabIndex: 0, role: "group", ariaLabel: `Values of ${chart.closest(".ev-figure").ariaLabel}` });
      const all = marksOf(chart.parentElement);
      marksOf(chart).forEach((mark, at) => { mark.dataset.tip ||= all[at].dataset.tip; });
    }
  }
  prepare();
  on("ev-states", prepare);
})();
