// The check of an exercise: a form, and what is to be said to an answer. The same rules as `evidence/answered.py`, so
// that a page and a notebook say the same; what is accepted comes as hashes from the file beside the page.
(function () {
  "use strict";

  const LARGEST = 1e15;
  const PLAIN = /^[-+]?(\d+\.?\d*|\.\d+)$/, GROUPED = /^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/, COMMA = /^[-+]?\d+,\d+$/;
  let words;

  class NotUnderstood extends Error {}

  // FNV-1a of 64 bits.
  function hashed(exercise, text) {
    let value = 0xcbf29ce484222325n;
    for (const byte of new TextEncoder().encode(`${text}|${exercise}`)) {
      value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
    }
    return value.toString(16).padStart(16, "0");
  }

  function number(answer) {
    let text = window.evPlain(answer).replace(/\s/g, "").replace(/%$/, "")
      .replace(/^[A-Za-z]+|[A-Za-z]+$/g, ""); // words about a number
    if (GROUPED.test(text)) text = text.replaceAll(",", "");
    else if (COMMA.test(text)) text = text.replace(",", ".");
    const value = PLAIN.test(text) ? Number(text) : NaN;
    if (!(Math.abs(value) < LARGEST)) throw new NotUnderstood(words.no_number);
    return value;
  }

  function rounded(value, decimals) {
    const steps = Math.floor(Math.abs(value) * 10 ** decimals + 0.5 + 1e-9);
    return value < 0 && steps ? `-${steps}` : String(steps);
  }

  function chosen(form, answer) {
    if (!answer.length) throw new NotUnderstood(form.several ? "Choose at least one." : "Choose one.");
    return form.options.filter((one) => answer.includes(one)).map((one) => one.toLowerCase()).join(";");
  }

  // What is often wrong with a number, whatever it is: a share for percent, its rounding, its sign.
  function slip(id, { form, right }, value) {
    const fits = (other) => hashed(id, rounded(other, form.decimals)) === right;
    const step = 10 ** -form.decimals;
    const fine = 2 * step < Math.abs(value); // else one step is no slip of rounding: nought for 0.01, two for one
    if (form.unit === "percent" && fits(value * 100)) return words.share;
    if (form.measured && fine && (fits(value - step) || fits(value + step))) return words.nearly;
    return fits(-value) ? words.turned : "";
  }

  function inForm({ form, ids }, answer) {
    if (form.kind === "number") {
      const value = number(answer);
      if (value < form.low || value > form.high) {
        throw new NotUnderstood(`Not possible: it has to lie between ${form.low} and ${form.high}.`);
      }
      return words.in_form;
    }
    const given = [...new Set(answer.split(/[\s,;]+/).filter(Boolean).map((one) => one.toUpperCase()))];
    const odd = given.find((one) => !ids.includes(one));
    if (odd) throw new NotUnderstood(`“${odd}” is no ${form.key} of the table ${form.table}.`);
    if (given.length < form.least) {
      throw new NotUnderstood(`Rows that you handed in: ${given.length}. The exercise asks for at least ${form.least}.`);
    }
    return words.in_form;
  }

  // Whether an answer is accepted, and what is to be said to it. answer: the text of the field, or what is chosen.
  function reply(id, exercise, answer) {
    try {
      if (exercise.project) return [true, inForm(exercise, answer)];
      const { form } = exercise, choice = form.kind === "choice";
      const found = hashed(id, choice ? chosen(form, answer) : rounded(number(answer), form.decimals));
      if (found === exercise.right) return [true, words.right];
      if (exercise.wrong[found]) return [false, exercise.wrong[found]];
      return [false, (choice ? "" : slip(id, exercise, number(answer))) || exercise.help];
    } catch (error) {
      if (error instanceof NotUnderstood) return [false, error.message];
      throw error;
    }
  }

  // ------------------------------------------------------------------------------------------------- the form
  function made(tag, given = {}, ...inside) {
    const one = Object.assign(document.createElement(tag), given);
    one.append(...inside);
    return one;
  }

  // The fields of a form, and how their answer is read.
  function fields(id, { form }) {
    if (form.kind === "choice") {
      const inputs = form.options.map((value) =>
        made("input", { type: form.several ? "checkbox" : "radio", name: id, value }));
      return [inputs.map((input) => made("label", { className: "ev-option" }, input, ` ${input.value}`)),
        () => inputs.filter((input) => input.checked).map((input) => input.value)];
    }
    const rows = form.kind === "rows";
    const input = rows ? made("textarea", { rows: 2 }) : made("input", { type: "text", inputMode: "decimal", size: 8 });
    input.autocomplete = "off";
    const label = rows ? [`Ids of rows (${form.key}), with commas between them`, input] : [input, ` ${form.unit}`];
    return [[made("label", {}, ...label)], () => input.value];
  }

  function build(place, exercise) {
    const id = place.dataset.check;
    const [labels, answer] = fields(id, exercise);
    const said = made("p", { role: "status" });
    const check = () => {
      const [right, text] = reply(id, exercise, answer());
      said.className = right ? "ev-right" : "ev-problem";
      said.textContent = text;
    };
    const button = made("button", { type: "button", textContent: "Check" });
    button.addEventListener("click", check);
    const several = exercise.form.kind === "choice" && exercise.form.several;
    const legend = `Your answer to Exercise ${exercise.number}${several ? " (several may fit)" : ""}`;
    const form = made("fieldset", {}, made("legend", { textContent: legend }), ...labels, made("p", {}, button), said);
    form.addEventListener("keydown", (event) => { // no form: a frame may forbid them
      if (event.key === "Enter" && event.target.matches("input")) check();
    });
    place.append(form);
  }

  async function fill(place) {
    place.filled = true;
    const held = JSON.parse((await window.evPartsOf("checks"))[0]);
    words = held.words;
    build(place, held.exercises[place.dataset.check]);
  }

  // A link that leads to an exercise or to a worked answer opens it.
  function arrive() {
    const place = window.evTarget();
    if (place && place.matches(".ev-exercise, .ev-solution")) place.open = true;
  }

  document.addEventListener("toggle", ({ target }) => {
    const place = target.open && target.querySelector(":scope > .ev-check");
    if (!place || place.filled) return;
    fill(place).catch((error) => {
      place.filled = false;
      place.textContent = `The check did not load. Open the exercise again. (${error.message})`;
    });
  }, true);
  addEventListener("hashchange", arrive);
  arrive();
})();
