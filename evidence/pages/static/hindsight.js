// The reader's switch between what was known in August 2017 and what is known today. It swaps the figures and tables
// that have two states, and style sheets show the verdicts of that time. The choice stands in the address
// (?as-of=2017-08) and is kept for the next page. Without this script the page shows today.
(function () {
  "use strict";

  const THEN = "2017-08";
  const KEY = "ev-as-of";
  const statesFile = document.currentScript.dataset.then;
  const root = document.documentElement;
  const places = [...document.querySelectorAll(".ev-hindsight")];
  const today = places.map((place) => [...place.childNodes]);
  let states;

  // A page opened from a disk may be refused its storage; the switch then works for this page alone.
  function remembered() {
    try { return localStorage.getItem(KEY); } catch { return null; }
  }
  function remember(value) {
    try { localStorage.setItem(KEY, value); } catch { /* this page alone */ }
  }

  function loadStates() {
    states = states || new Promise((resolve, reject) => {
      if (!places.length) return resolve([]);
      const script = document.createElement("script");
      script.src = statesFile;
      script.onload = () => resolve(window.evThen.map((markup) => {
        const template = document.createElement("template");
        template.innerHTML = markup;
        return [...template.content.childNodes];
      }));
      script.onerror = () => reject(new Error(`${statesFile} did not load`));
      document.head.append(script);
    });
    return states;
  }

  // The last line of text above the middle of the screen stays where it is, whatever grows or shrinks above it.
  function placeOfReader() {
    let fixed = null;
    for (const line of document.querySelectorAll("main :is(p, h2, h3)")) {
      if (line.closest(".ev-hindsight, .ev-as-of") || !line.offsetParent) continue;
      if (fixed && line.getBoundingClientRect().top > innerHeight / 2) break;
      fixed = line;
    }
    return [fixed, fixed && fixed.getBoundingClientRect().top];
  }

  async function show(then) {
    const earlier = then ? await loadStates() : [];
    if (then !== control.then) return; // the reader has switched back while the states were loading
    const [fixed, before] = placeOfReader();
    root.toggleAttribute("data-as-of-2017", then);
    places.forEach((place, index) => place.replaceChildren(...(then ? earlier[Number(place.dataset.then)] : today[index])));
    if (fixed) scrollBy({ top: fixed.getBoundingClientRect().top - before, behavior: "instant" });
    document.dispatchEvent(new CustomEvent("ev-states"));
  }

  function inAddress(then) {
    const url = new URL(location.href);
    if (then) url.searchParams.set("as-of", THEN);
    else url.searchParams.delete("as-of");
    history.replaceState(history.state, "", url);
  }

  const control = document.createElement("fieldset");
  control.className = "ev-switch";
  control.innerHTML = `<legend>As known</legend>
    <label><input type="radio" name="ev-as-of" value="${THEN}"><span>Aug 2017</span></label>
    <label><input type="radio" name="ev-as-of" value="today"><span>today</span></label>`;
  control.title = "Figures, tables and verdicts as they could be known on 15 August 2017, or as known today";

  const note = document.createElement("p");
  note.className = "ev-as-of";
  note.textContent = "Figures, tables and verdicts stand as they could be known on 15 August 2017. The text is that of today: its numbers are today's, and it tells what came later.";
  const heading = document.querySelector("main article h1"); // the first of main is for print
  if (heading) heading.after(note);

  function choose(then) {
    control.then = then;
    control.querySelector(`[value="${then ? THEN : "today"}"]`).checked = true;
    return show(then).catch((error) => {
      console.warn(`The switch stays at today: ${error.message}`);
      choose(false);
    });
  }

  control.addEventListener("change", (event) => {
    const then = event.target.value === THEN;
    remember(event.target.value);
    inAddress(then);
    choose(then);
  });

  const asked = new URLSearchParams(location.search).get("as-of");
  if (asked) remember(asked === THEN ? THEN : "today");
  const then = asked ? asked === THEN : remembered() === THEN;
  (document.querySelector(".header-article-items__start") || document.body).append(control);
  if (then) inAddress(true);
  choose(then);
})();
