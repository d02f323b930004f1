// The forecasting lab: numbers that are locked before the base rates, the outcome and the book's number are loaded from
// the file beside the page. What the reader locks stays in this browser, and in the files that she saves herself.
(function () {
  "use strict";

  const place = document.querySelector(".ev-lab");
  if (!place) return;

  const KEPT = "ev-lab", TYPED = "ev-lab-typed", CLASS = "ev-lab-class", FORMAT = "evidence-lab", VERSION = 1;
  const LEAST = 0.1, MOST = 99.9; // percent
  const NAMES = Object.fromEntries(
    [...place.querySelectorAll("[data-question]")].map((one) => [one.dataset.question, one.textContent]));
  const ASKED = Object.keys(NAMES), PARTS = ASKED.filter((one) => one !== "any");
  const DOSSIER = "the dossier", OPEN = "the open questions";
  const ANSWER = { yes: true, no: false }; // of an open question; of one without an outcome there is none

  // ---------------------------------------------------------------------------------------------- numbers and words
  const plain = (text) => window.evPlain(text).replaceAll("،", ",").replaceAll("٪", "%");
  const parsed = (text) => (text.trim() ? Number(plain(text).trim().replace(/\s*%$/, "").replace(",", ".")) : NaN);
  const percent = (number) => `${Number(number.toPrecision(3))}%`;
  const score = (number) => number.toFixed(4);
  const several = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  // What is wrong with four numbers, each with its question. A party is a case of units, so that any of the three lies
  // between the largest number and the sum of a strike and units.
  function problems(numbers) {
    const odd = ASKED.filter((one) => !(numbers[one] >= LEAST && numbers[one] <= MOST));
    if (odd.length) {
      return odd.map((one) => [one, `${NAMES[one]}: write a number from ${LEAST} to ${MOST}, in percent: 0 and 100 would `
        + "say that you can't be wrong."]);
    }
    if (numbers.ucdp > numbers.units) {
      return [["ucdp", `A yes to “${NAMES.ucdp}” is a yes to “${NAMES.units}”: raise the one or lower the other.`]];
    }
    const largest = PARTS.reduce((one, other) => (numbers[other] > numbers[one] ? other : one));
    const sum = numbers.strike + numbers.units, near = 1e-9; // sums of decimals are not exact
    if (numbers.any < numbers[largest] - near) {
      return [["any", `${NAMES.any} is at least as probable as each of them, and “${NAMES[largest]}” has `
        + `${percent(numbers[largest])}. Raise the one or lower the other.`]];
    }
    if (numbers.any > sum + near) {
      return [["any", `${NAMES.any} is at most as probable as a strike and units together, which have ${percent(sum)}. `
        + "Lower it, or raise one of the two."]];
    }
    return [];
  }

  const brier = (share, came) => (share - Number(came)) ** 2;
  const logScore = (share, came) => -Math.log(came ? share : 1 - share);
  const SCORES = [brier, logScore];
  const scoresOf = (share, came) => SCORES.map((rule) => (came === undefined ? "open" : score(rule(share, came))));
  // Percent with the digits that its scores need: whoever scores by hand what is shown gets the score that is shown.
  function scoredPercent(share, came) {
    const wanted = scoresOf(share, came).join();
    const rounded = (digits) => Number((share * 100).toPrecision(digits));
    let digits = 3;
    while (digits < 15 && scoresOf(rounded(digits) / 100, came).join() !== wanted) digits += 1;
    return `${rounded(digits)}%`;
  }

  // The mean of the log odds, turned back into a share.
  function pool(shares) {
    const mean = shares.reduce((sum, share) => sum + Math.log(share / (1 - share)), 0) / shares.length;
    return 1 / (1 + Math.exp(-mean));
  }

  function median(numbers) {
    const sorted = [...numbers].sort((one, other) => one - other), half = sorted.length / 2;
    return Number.isInteger(half) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[Math.floor(half)];
  }

  // --------------------------------------------------------------------------------------------------- files
  const words = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  // By which two readers with the same numbers are two.
  const newId = () => [...crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const fresh = () =>
    ({ format: FORMAT, version: VERSION, id: newId(), name: "", answered: 0, told: false, past: [], open: [] });

  function version(given) {
    const numbers = Object.fromEntries(ASKED.map((one) => [one, given?.numbers?.[one]]));
    if (!ASKED.every((one) => typeof numbers[one] === "number")) throw new Error("numbers are missing");
    const [wrong] = problems(numbers);
    if (wrong) throw new Error(wrong[1]);
    const [after, day, reason] = [words(given.after, 200), words(given.locked_on, 10), words(given.reason, 2000)];
    return { after, locked_on: day, numbers, reason };
  }

  // The text of a file as a state of the lab. Throws an error that says what is wrong with it.
  function read(text) {
    let given;
    try {
      given = JSON.parse(text);
    } catch {
      throw new Error("this is no JSON, or not all of it");
    }
    if (given?.format !== FORMAT) throw new Error("this is no file of this lab");
    if (given.version !== VERSION) throw new Error("this is a file of another version of the lab");
    const held = Array.isArray(given.past) && Array.isArray(given.open) && given.past.length;
    if (!held) throw new Error("it holds no locked numbers");
    const answered = Number.isInteger(given.answered) ? given.answered : 0;
    return {
      format: FORMAT, version: VERSION, id: words(given.id, 40), name: words(given.name, 80),
      answered: Math.max(0, answered), told: given.told === true, past: given.past.map(version),
      open: given.open.map(version),
    };
  }

  // What is gone on from: a file of before there were ids gets one.
  const goneOn = (own) => ({ ...own, id: own.id || newId() });

  // The word of the reader's own, or letters of the id, as part of a file's name.
  const tag = ({ id, name }) => name.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || id.slice(0, 8);

  // A cell that a spreadsheet would run begins with an apostrophe.
  const cell = (value) => `"${String(value).replace(/^(?=[\s]*[=+\-@|%])/, "'").replaceAll('"', '""')}"`;

  function asCsv(state) {
    const row = (part, one, at, question) =>
      [part, at + 1, one.after, one.locked_on, question, one.numbers[question], one.reason].map(cell).join(",");
    const lines = ["past", "open"].flatMap((part) =>
      state[part].flatMap((one, at) => ASKED.map((question) => row(part, one, at, question))));
    return `\ufeff${["part,version,after,locked_on,question,percent,reason", ...lines].join("\r\n")}\r\n`;
  }

  // ------------------------------------------------------------------------------------------------- building
  function made(tag, given = {}, ...inside) {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      name in one ? one[name] = value : one.setAttribute(name, value);
    }
    one.append(...inside);
    return one;
  }

  const button = (label, act) => {
    const one = made("button", { type: "button", textContent: label });
    one.addEventListener("click", act);
    return one;
  };

  function section(id, title) {
    const heading = made("h2", { id: `${id}-title`, tabIndex: -1, textContent: title });
    const one = made("section", { id, "aria-labelledby": heading.id }, heading);
    return Object.assign(one, { heading });
  }

  const folded = (title, ...inside) =>
    made("details", { className: "ev-box", "aria-label": title }, made("summary", { textContent: title }), ...inside);

  // A table of numbers; of its rows the first so many are the reader's own.
  function scored(caption, heads, rows, own = 0) {
    const above = (text, at) => made("th", { scope: "col", className: at ? "ev-num" : "", textContent: text });
    const lines = rows.map(([first, ...rest], at) => made("tr", { className: at < own ? "ev-own" : "" },
      made("th", { scope: "row", textContent: first }),
      ...rest.map((text) => made("td", { className: "ev-num", textContent: text }))));
    return made("table", { className: "ev-marks" }, made("caption", { textContent: caption }),
      made("thead", {}, made("tr", {}, ...heads.map(above))), made("tbody", {}, ...lines));
  }

  // What lasts as long as the tab.
  function ofTab(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch (error) {
      console.warn(`What this tab kept can't be read: ${error.message}`);
      return null;
    }
  }

  function setOfTab(key, value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch (error) { // full since the page began
      console.warn(`What you type lasts as long as this page: ${error.message}`);
    }
  }

  // What is typed and not locked: form -> text of each field.
  let typed = ofTab(TYPED) ?? {};
  function setTyped(all) {
    typed = all;
    setOfTab(TYPED, typed);
  }

  // Four numbers and a reason. key: of what is typed. act: gets what was locked, once nothing is wrong with it.
  function form(key, legend, before, label, act, ...more) {
    const said = made("div", { className: "ev-problem", role: "alert" });
    const empty = { placeholder: " " }; // by which the style for paper knows a field without words
    const inputs = ASKED.map((one) => made("input", { type: "text", inputMode: "decimal", autocomplete: "off", size: 6,
      name: one, ...empty, value: typed[key]?.[one] ?? (before ? String(before.numbers[one]) : "") }));
    const reason = made("textarea", { name: "reason", ...empty, rows: 2, maxLength: 2000, value: typed[key]?.reason ?? "" });
    for (const one of [...inputs, reason]) {
      one.addEventListener("input", () => setTyped({ ...typed, [key]: { ...typed[key], [one.name]: one.value } }));
    }
    let meant = ""; // numbers so small that they were asked for twice
    const lock = () => {
      const numbers = Object.fromEntries(inputs.map((input) => [input.name, parsed(input.value)]));
      const wrong = problems(numbers);
      said.replaceChildren(...wrong.map(([, text]) => made("p", { textContent: text })));
      for (const input of inputs) input.setAttribute("aria-invalid", String(wrong.some(([one]) => one === input.name)));
      if (wrong.length) return inputs.find((input) => input.name === wrong[0][0]).focus();
      if (ASKED.every((one) => numbers[one] < 1) && meant !== JSON.stringify(numbers)) {
        meant = JSON.stringify(numbers);
        said.append(made("p", { textContent: "All of these are below 1%. If you wrote shares, make them percents: 0.2 is 20. "
          + "If you mean them, lock them again." }));
        return;
      }
      setTyped({ ...typed, [key]: undefined });
      act({ numbers, reason: reason.value.trim(), locked_on: new Date().toISOString().slice(0, 10) });
    };
    // No form: a frame may forbid them.
    for (const input of inputs) input.addEventListener("keydown", ({ key }) => { if (key === "Enter") lock(); });
    return made("fieldset", {}, made("legend", { textContent: legend }),
      ...inputs.map((input) => made("label", {}, input, ` % ${NAMES[input.name]}`)),
      made("label", {}, "Why? (as you like)", reason), said, made("p", {}, button(label, lock), ...more));
  }

  const KEPT_THEM = "You kept your numbers.";
  const inWords = ({ numbers }) => ASKED.map((one) => `${NAMES[one]} ${percent(numbers[one])}`).join("; ");
  const last = (versions) => versions[versions.length - 1];
  const labelled = (one) => `You, after ${one.after}`;
  const nameOf = (base) => `base rate: ${base.short}`;

  // --------------------------------------------------------------------------------------------------- the steps
  let state, held;
  const asText = made("pre", { tabIndex: 0 });
  const write = () => JSON.stringify(state, null, 1);
  const keep = () => {
    asText.textContent = write();
    try {
      localStorage.setItem(KEPT, write());
    } catch (error) { // full since the page began
      console.warn(`Your numbers last as long as this page: ${error.message}`);
    }
  };
  const loaded = async () => (held ??= JSON.parse((await window.evPartsOf("lab"))[0]));
  let steps, listed = [];

  // The contents of the page name the sections that are there.
  function list() {
    for (const entry of listed) entry.remove();
    listed = [...place.querySelectorAll("h2")].map(({ parentElement: { id }, textContent }) =>
      made("li", { className: "toc-h2 nav-item toc-entry" },
        made("a", { className: "reference internal nav-link", href: `#${id}`, textContent })));
    document.querySelector("#pst-page-toc-nav .section-nav")?.append(...listed);
  }

  function add(one, focus) {
    steps.append(one);
    list();
    if (focus) one.heading.focus();
    return one;
  }

  function ask() {
    const own = made("div");
    steps.append(own);
    if (state.past.length) return own.append(made("p", { textContent: `Locked: ${inWords(state.past[0])}.` }));
    own.append(made("p", { textContent: "A yes to the third is a yes to the second. One event can answer several." }),
      form(DOSSIER, "Your numbers after the dossier", null, "Lock these numbers", (locked) => {
        state.past.push({ after: DOSSIER, ...locked });
        keep();
        own.replaceChildren(made("p", { textContent: `Locked: ${inWords(locked)}.` }));
        compare(true).catch(lost);
      }));
  }

  const lost = (error) => steps.append(made("p", { className: "ev-problem", role: "alert",
    textContent: `The rest of the lab did not load. Load the page again; your numbers are kept. (${error.message})` }));

  async function compare(focus) {
    const those = steps;
    const { bases, last: end, term } = await loaded();
    if (those !== steps) return; // it began anew while this was loading
    const own = add(section("lab-bases", "3. Base rates, one by one"), focus);
    own.append(made("p", { textContent: `How often had something of the kind begun within ${term} years after a year of `
      + `civil conflict, up to ${end}? Such counts are a place to start, not an answer.` }));
    const show = (at, move) => {
      if (at >= bases.length) return decide(move);
      const base = bases[at];
      const heading = made("h3", { tabIndex: -1, textContent: base.name });
      const caption = `Something began after so many of ${base.chances.toLocaleString("en")} war years`;
      const counts = scored(caption, ["Question", "Beginnings", "Share"],
        ASKED.map((one) => [NAMES[one], String(base.events[one]), percent(base.share[one] * 100)]));
      own.append(heading, counts);
      if (at < state.answered) {
        const revised = state.past.find((one, place) => place && one.after === nameOf(base));
        own.append(made("p", { textContent: revised ? `Revised: ${inWords(revised)}.` : KEPT_THEM }));
        return show(at + 1, move);
      }
      const next = (told) => {
        state.answered = at + 1;
        setTyped({ ...typed, [nameOf(base)]: undefined });
        keep();
        change.replaceWith(made("p", { textContent: told }));
        show(at + 1, true);
      };
      const legend = `Revise your numbers? ${at + 1} of ${bases.length}`;
      const change = form(nameOf(base), legend, last(state.past), "Lock revised numbers", (locked) => {
        state.past.push({ after: nameOf(base), ...locked });
        next(`Revised: ${inWords(locked)}.`);
      }, " ", button("Keep my numbers", () => next(KEPT_THEM)));
      own.append(change);
      if (move && at) heading.focus();
    };
    show(0, focus);
  }

  function decide(focus) {
    const own = add(section("lab-outcome", "4. The outcome"), focus);
    if (state.told) return tell(own, false);
    const open = button("Show the outcome", () => {
      state.told = true;
      keep();
      open.parentElement.remove();
      tell(own, true);
    });
    own.append(made("p", {}, "After this your numbers of 2017 can't change. ", open));
  }

  // What a number is scored beside: base rates, this book's number, the word.
  const beside = (question) => [...held.bases.map((one) => ({ ...one, label: `Base rate: ${one.short}` })), ...held.marks]
    .map(({ label, share }) => ({ label, share: share[question] })).filter((one) => one.share !== undefined);

  function scores(question) {
    const came = held.outcome[question];
    const own = state.past.map((one) => ({ label: labelled(one), share: one.numbers[question] / 100 }));
    const rows = [...own, ...beside(question)].map(({ label, share }) =>
      [label, scoredPercent(share, came), ...scoresOf(share, came)]);
    const heads = ["Forecast", "Number", "Brier", "Log score"];
    return scored(`${NAMES[question]}: the outcome is ${came ? "yes" : "no"}`, heads, rows, own.length);
  }

  function tell(own, focus) {
    own.append(...held.told.map((text) => made("p", { textContent: text })),
      made("p", {}, "The years since: ", made("a", { href: held.end, textContent: "What happened next?" })),
      made("p", { textContent: "Both scores are better when lower. Brier: the squared distance between the number and what "
        + "came, 1 or 0. Log score: minus the natural logarithm of the probability given to what came. A number has the "
        + "digits that its scores need. A base rate of 0% may score best: a count may be 0, where your number may not." }),
      scores("any"),
      ...PARTS.map((one) => folded(`Scores: ${NAMES[one]}`, scores(one))),
      made("p", { textContent: "One question can tell what a bold number costs when it is wrong. It cannot tell who "
        + "forecasts well: when nothing happens the lowest number always scores best, and this book's number was made by "
        + "people who knew the outcome." }));
    if (focus) own.heading.focus();
    goOn();
  }

  const LONG = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const day = (iso) => new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", LONG);
  const years = ({ start, end }) => `${start.slice(0, 4)} to ${end.slice(0, 4)}`;

  function goOn() {
    const { open } = held;
    const own = add(section("lab-open", `5. Questions that are still open, ${years(open)}`), false);
    const result = made("div", { role: "status" });
    const tellOpen = () => {
      const mine = last(state.open);
      const rows = ASKED.map((one) => {
        const came = ANSWER[open.outcome[one]], share = mine.numbers[one] / 100;
        return [NAMES[one], scoredPercent(share, came), percent(open.share[one] * 100), ...scoresOf(share, came)];
      });
      const waiting = ASKED.every((one) => open.outcome[one]) ? "" : " Save your file below. A later edition of this book "
        + `scores it: the outcome is due by ${day(open.resolves)}.`;
      result.replaceChildren(made("p", { textContent: `Locked on ${day(mine.locked_on)}.${waiting}` }),
        scored("Your last numbers beside those that this book filed",
          ["Question", "You", "This book", "Brier", "Log score"], rows));
    };
    own.append(made("p", { textContent: `The same questions from ${day(open.start)} to ${day(open.end)}. Nobody knows the `
      + `answer. This book filed its numbers on ${day(open.filed)}; you see them once yours are locked. You may lock new `
      + "ones later: every version is kept." }),
      form(OPEN, "Your numbers for the years to come", last(state.open), "Lock numbers for these years", (locked) => {
        state.open.push({ after: OPEN, ...locked });
        keep();
        tellOpen();
        if (state.open.length === 1) teach();
      }), result);
    if (state.open.length) {
      tellOpen();
      teach();
    }
  }

  // -------------------------------------------------------------------------------------------------- class mode
  const SVG = "http://www.w3.org/2000/svg";
  function drawn(tag, given, ...inside) {
    const one = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(given)) one.setAttribute(name, value);
    one.append(...inside);
    return one;
  }

  const TICKS = [1, 5, 10, 25, 50, 100];
  const pooled = (numbers) => pool(numbers.map((one) => one / 100));
  const summed = ({ label, numbers }) => `${label}: ${several(numbers.length, "student")}, from `
    + `${percent(Math.min(...numbers))} to ${percent(Math.max(...numbers))}, median ${percent(median(numbers))}, pool `
    + `${percent(pooled(numbers) * 100)}`;

  // One dot per student on a square-root scale; dots that would coincide stand on each other. A line is the pool.
  function strip(rows, width) {
    const left = 12, top = 26, high = 84, dot = 5;
    const x = (number) => left + Math.sqrt(number / 100) * (width - 2 * left);
    const parts = rows.flatMap(({ label, numbers }, at) => {
      const base = top + (at + 1) * high - 22, stacked = new Map();
      const dots = [...numbers].sort((one, other) => one - other).map((number) => {
        const bin = Math.round(x(number) / (2 * dot)), level = stacked.get(bin) ?? 0;
        stacked.set(bin, level + 1);
        return drawn("circle", { cx: x(number), cy: base - dot - level * 2 * dot, r: dot - 0.5 },
          drawn("title", {}, percent(number)));
      });
      const middle = x(pooled(numbers) * 100);
      return [drawn("text", { x: left, y: top + at * high + 8 }, label),
        drawn("line", { x1: left, x2: width - left, y1: base, y2: base, stroke: "currentColor" }), ...dots,
        drawn("line", { x1: middle, x2: middle, y1: base - 34, y2: base + 6, stroke: "currentColor", "stroke-width": 3,
          "stroke-dasharray": "4 2" })];
    });
    const foot = top + rows.length * high;
    const ticks = TICKS.map((tick) =>
      drawn("text", { x: x(tick), y: foot, "text-anchor": tick === 100 ? "end" : "middle" }, `${tick}%`));
    return drawn("svg", { viewBox: `0 0 ${width} ${foot + 8}`, width, role: "img", "font-size": 12, fill: "currentColor",
      "aria-label": `Numbers of the class on a square-root scale. ${rows.map(summed).join(". ")}.` }, ...parts, ...ticks);
  }

  function rowsOf(files, part, question) {
    const those = files.filter((one) => one[part].length);
    const end = those.map((one) => last(one[part]).numbers[question]);
    if (part === "open") return [{ label: "Last numbers", numbers: end }];
    return [{ label: "First numbers, after the dossier", numbers: those.map((one) => one.past[0].numbers[question]) },
      { label: "Last numbers before the outcome", numbers: end }];
  }

  function spread(files, part, question, width) {
    const rows = rowsOf(files, part, question).filter((row) => row.numbers.length);
    if (!rows.length) return [made("p", { textContent: "Nobody here has numbers for these years." })];
    const came = part === "open" ? ANSWER[held.open.outcome[question]] : held.outcome[question];
    const line = (label, words) => [label, ...rows.map((row) => words(row.numbers))];
    const of = (at) => (numbers) => scoresOf(pooled(numbers), came)[at];
    const measures = scored(`${NAMES[question]}: the spread`, ["", ...rows.map((row) => row.label)], [
      line("Students", (numbers) => String(numbers.length)), line("Lowest", (numbers) => percent(Math.min(...numbers))),
      line("Median", (numbers) => percent(median(numbers))), line("Highest", (numbers) => percent(Math.max(...numbers))),
      line("Pool (mean of the log odds)", (numbers) => scoredPercent(pooled(numbers), came)),
      line("Brier score of the pool", of(0)), line("Log score of the pool", of(1))]);
    const legend = "A dot is a student; the dashed line is the pool: the mean of the log odds of all, turned back into a "
      + "probability. Square-root scale.";
    return [strip(rows, width), made("p", { className: "ev-meta", textContent: legend }), measures,
      oneByOne(files, part, question, came)];
  }

  // First and last number of each student; the best Brier score of the last number stands first.
  function oneByOne(files, part, question, came) {
    const each = files.filter((one) => one[part].length).map((one) => {
      const [first, end] = [one[part][0], last(one[part])].map(({ numbers }) => numbers[question]);
      return { label: one.label, first, end, score: came === undefined ? 0 : brier(end / 100, came) };
    }).sort((one, other) => one.score - other.score);
    return scored(`${NAMES[question]}: student by student${came === undefined ? "" : ", the best Brier score first"}`,
      ["Student", "First", "Last", "Brier", "Log score"],
      each.map(({ label, first, end }) =>
        [label, percent(first), scoredPercent(end / 100, came), ...scoresOf(end / 100, came)]));
  }

  const chosen = (label, options) => {
    const menu = made("select", {}, ...options.map(([value, text]) => new Option(text, value)));
    return [menu, made("label", {}, `${label} `, menu)];
  };

  // Whether each version of the one is a version of the other, in its place: two ways from one file part.
  const opens = (one, other) => ["past", "open"].every((part) =>
    one[part].every((each, at) => JSON.stringify(each) === JSON.stringify(other[part][at])));
  // Whether a file tells nothing that another does not: it is of the same reader, and has no numbers besides.
  const isWithin = (one, other) =>
    (one.id ? one.id === other.id && opens(one, other) : one.text === other.text);

  // A label that no other has: two students may choose one word.
  function distinct(label, others) {
    let own = label;
    for (let at = 2; others.some((one) => one.label === own); at += 1) own = `${label} (${at})`;
    return own;
  }

  // Each way to add students gives what it left out: pairs of a file's name, or a line, and the reason.
  async function addFiles(students, list) {
    const bad = [];
    const drop = (name, { file }) => bad.push([name, `it is the same as ${file}, or an earlier state of it`]);
    const names = [...list, ...students].map(({ name, file }) => file ?? name);
    for (const [at, file] of [...list].entries()) {
      // Two files may have one name: those are told apart by the order in which they were chosen.
      const alike = names.filter((name) => name === file.name).length > 1;
      const called = alike ? `${file.name} (file ${at + 1} of ${list.length})` : file.name;
      try {
        const text = await file.text(), state = read(text);
        const own = { ...state, text, file: called };
        const longer = students.find((other) => isWithin(own, other));
        const shorter = students.find((other) => isWithin(other, own));
        if (longer) {
          drop(called, longer);
        } else {
          const others = students.filter((one) => one !== shorter);
          own.label = distinct(state.name || file.name, others);
          students.splice(shorter ? students.indexOf(shorter) : students.length, shorter ? 1 : 0, own);
          if (shorter) drop(shorter.file, own);
        }
      } catch (error) {
        bad.push([called, error.message]);
      }
    }
    return bad;
  }

  // A row of the sheet: numbers in the order of the questions, between commas, semicolons or blanks.
  function fromRow(row) {
    const ways = [/\s*;\s*|,?\s+/, ","].map((between) => row.replace(/\s*%/g, "").trim().split(between));
    const given = ways.find((one) => one.length === ASKED.length);
    if (!given) throw new Error(`write ${ASKED.length} numbers for each row of the sheet, and / between rows`);
    const numbers = Object.fromEntries(ASKED.map((one, at) => [one, parsed(given[at])]));
    const [wrong] = problems(numbers);
    if (wrong) throw new Error(wrong[1]);
    return numbers;
  }

  // One student: a name or word with a colon, if there is one, and the rows of her sheet.
  function fromPaper(line) {
    const [, name, rows] = /^(?:([^:]*):)?(.*)$/.exec(plain(line));
    const past = rows.split("/").map((row, at) =>
      ({ after: at ? "a base rate" : DOSSIER, locked_on: "", numbers: fromRow(row), reason: "" }));
    return { ...fresh(), name: words(name?.trim(), 80), past };
  }

  function addLines(students, lines) {
    const bad = [];
    for (const line of lines) {
      try {
        const own = fromPaper(line);
        const label = own.name || `Paper ${students.filter((one) => one.paper).length + 1}`;
        students.push({ ...own, paper: true, label: distinct(label, students) });
      } catch (error) {
        bad.push([line, error.message]);
      }
    }
    return bad;
  }

  async function openClass(own, focus) {
    await loaded();
    const input = made("input", { type: "file", multiple: true, accept: ".json,application/json" });
    const paper = made("textarea", { rows: 3, autocomplete: "off" });
    const [part, partLabel] = chosen("Years", [["past", years(held.window)], ["open", years(held.open)]]);
    const asked = ["any", ...PARTS].map((one) => [one, NAMES[one]]);
    const [question, questionLabel] = chosen("Question", asked);
    const said = made("div", { role: "status" }), result = made("div");
    let students = ofTab(CLASS) ?? [];
    const draw = () => {
      const width = Math.min(640, result.clientWidth);
      result.replaceChildren(...(students.length ? spread(students, part.value, question.value, width) : []));
    };
    const report = (what, before, bad) => {
      setOfTab(CLASS, students);
      said.replaceChildren(made("p", { textContent: `${several(students.length - before, what)} added, ${bad.length} left `
        + `out; ${several(students.length, "student")} in all.` }),
        ...(bad.length ? [made("ul", {}, ...bad.map((pair) => made("li", { textContent: pair.join(": ") })))] : []));
      draw();
    };
    input.addEventListener("change", async () => {
      const before = students.length, list = [...input.files];
      input.value = ""; // so that a file which was mended can be chosen again
      report("file", before, await addFiles(students, list));
    });
    const add = button("Add these numbers", () => {
      const before = students.length, lines = paper.value.split("\n").filter((line) => line.trim());
      const bad = addLines(students, lines);
      paper.value = bad.map(([line]) => line).join("\n");
      report("line", before, bad);
    });
    const clear = button("Clear the class", () => {
      students = [];
      setOfTab(CLASS, students);
      said.replaceChildren(made("p", { textContent: "Nobody is left in the class." }));
      draw();
    });
    for (const menu of [part, question]) menu.addEventListener("change", draw);
    addEventListener("resize", draw);
    own.append(made("p", { textContent: "Ask your students for the files that they saved here. Names are not needed: each "
      + "file has a random mark, so that equal numbers of two students are two. The files are read in this browser and go "
      + "nowhere. A second choice adds to the first. The class stays until you clear it or close this tab." }),
      made("label", {}, "Files of the class, several at once ", input),
      made("label", {}, `Numbers from paper, one line for each student: ${ASKED.map((one) => NAMES[one]).join(", ")}, in `
        + "percent. Before them her word and a colon, if she has one; behind them a slash and the next row of her sheet, "
        + "or the last (Zoya: 2, 8, 1, 9 / 1, 6, 1, 7)", paper), made("p", {}, add, " ", clear), partLabel, questionLabel, said, result);
    if (students.length) {
      said.append(made("p", { textContent: `${several(students.length, "student")} kept from before this page was loaded.` }));
      draw();
    }
    if (focus) own.heading.focus();
  }

  const classroom = section("lab-class", "6. Class mode");
  const early = made("p", {}, "For teachers. It shows the outcome. ", button("Open the class mode now", () => teach(true)));
  function teach(focus) {
    if (!early.parentElement) return;
    early.remove();
    openClass(classroom, focus === true).catch(lost);
  }

  // ---------------------------------------------------------------------------------------------- the reader's file
  function save(text, kind, ending) {
    const file = new Blob([text], { type: kind });
    const link = made("a", { href: URL.createObjectURL(file), download: `lab-forecast-${tag(state)}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function ownFile() {
    const own = section("lab-file", "Your file");
    const said = made("p", { role: "status" }), asked = made("p", { role: "status" });
    const name = made("input", { type: "text", maxLength: 80, value: state.name, autocomplete: "off" });
    const input = made("input", { type: "file", accept: ".json,application/json" });
    const ready = (act) => () => {
      said.textContent = state.past.length ? "" : "There is nothing to save yet: lock your first numbers.";
      if (state.past.length) act();
    };
    name.addEventListener("change", () => {
      state.name = name.value.trim();
      if (state.past.length) keep();
      else setTyped({ ...typed, name: state.name });
    });
    const goOnFrom = (given) => {
      state = goneOn(given);
      setTyped({});
      keep();
      start("Your file is read. You go on where it ends.");
    };
    input.addEventListener("change", async () => {
      const [file] = input.files;
      input.value = ""; // so that the same file can be chosen again
      asked.replaceChildren();
      if (!file) return;
      try {
        const given = read(await file.text());
        if (!state.past.length) return goOnFrom(given);
        asked.append(`You have locked numbers here, which ${file.name} would replace: save them first, if you need them. `,
          button("Delete them and go on from the file", () => goOnFrom(given)));
      } catch (error) {
        said.textContent = `${file.name} is left out: ${error.message}. Your numbers stay as they are.`;
      }
    });
    const again = button("Start again", () => {
      if (again.textContent === "Start again" && state.past.length) {
        again.textContent = "Press again to delete your numbers here";
        return;
      }
      localStorage.removeItem(KEPT);
      setTyped({});
      state = fresh();
      start("You start again.");
    });
    asText.textContent = write();
    const plain = folded("The file as text, where nothing can be saved", asText);
    own.append(made("label", {}, "A word to tell your file by (as you like; no name is needed) ", name),
      made("p", {}, button("Save as JSON", ready(() => save(write(), "application/json", "json"))),
        " ", button("Save as CSV", ready(() => save(asCsv(state), "text/csv", "csv"))), " ", again), plain,
      made("label", {}, "Go on from a file that you saved as JSON ", input), asked, said);
    return Object.assign(own, { said });
  }

  function start(told) {
    steps = made("div");
    const file = ownFile();
    place.replaceChildren(steps, classroom, file);
    list();
    ask();
    if (state.past.length) compare(false).catch(lost);
    if (told) {
      file.said.textContent = told;
      file.heading.focus();
    }
  }

  addEventListener("storage", ({ key, newValue }) => {
    if (key !== KEPT) return;
    state = newValue ? read(newValue) : fresh();
    start(newValue ? "Locked in another tab. You see what is locked there." : "Started again in another tab.");
  });

  const kept = localStorage.getItem(KEPT);
  let told = "";
  try {
    state = kept ? goneOn(read(kept)) : fresh();
  } catch (error) {
    state = fresh();
    told = `What was kept here is left out: ${error.message}`;
  }
  state.name ||= typed.name ?? "";
  if (state.past.length) keep();
  classroom.append(early);
  start(told);
})();
