// The search page. Sphinx's index says on which pages words stand; the passages of such a page, a script of its own, say
// where: a result shows the passage and leads to its place. Nothing is fetched, so that it works from a disk too.
(function () {
  "use strict";

  const AROUND = 120; // characters before and after the first word found
  const field = document.querySelector("main form.bd-search input");

  // Of a page without a text of its own there are none.
  const passagesOf = (page) => window.evLoad(`_search/${page.replaceAll("/", "-")}.js`)
    .then(() => window.evPassages[page] || [], () => []);

  // What a word and its stem have in common: "policy", stem "polici", finds "policies" too.
  function beginning(word, stem) {
    let length = 0;
    while (length < word.length && word[length] === stem[length]) length += 1;
    return word.slice(0, length) || word;
  }

  // The passage with the most of the words; of several the first.
  function best(passages, terms, inside) {
    const patterns = terms.map((term) => window.evFound.pattern([term], inside));
    const counts = passages.map(([, text]) => patterns.filter((one) => text.search(one) >= 0).length);
    const most = Math.max(0, ...counts);
    return most ? passages[counts.indexOf(most)] : null;
  }

  function snippet(text, terms) {
    const start = [false, true].map((inside) => text.search(window.evFound.pattern(terms, inside))).find((at) => at >= 0) ?? 0;
    const from = start > AROUND ? text.indexOf(" ", start - AROUND) + 1 : 0;
    const to = start + AROUND < text.length ? text.lastIndexOf(" ", start + AROUND) : text.length;
    const shown = document.createElement("p");
    shown.className = "context";
    const cut = `${from ? "… " : ""}${text.slice(from, Math.max(to, start))}${to < text.length ? " …" : ""}`;
    // Words from the right turn no date beside them around (directions.py does so in pages).
    for (const part of cut.split(/((?:\d+[-–/.:])+\d+|[\u0590-\u08ff]+(?:[^\p{Letter}\d]+[\u0590-\u08ff]+)*)/u)) {
      shown.appendChild(document.createElement("bdi")).textContent = part;
    }
    window.evFound.mark(shown, window.evFound.pattern(terms, false));
    return shown;
  }

  async function show([page, title, anchor, description], terms) {
    const item = Search.output.appendChild(document.createElement("li"));
    const link = item.appendChild(document.createElement("a"));
    link.textContent = new DOMParser().parseFromString(title, "text/html").body.textContent;
    link.href = `${page}.html${anchor}`;
    if (description) item.append(` (${description})`);
    const all = await passagesOf(page);
    link.lang = window.evLanguages?.[page] ?? "";
    const own = anchor ? all.slice(Math.max(0, all.findIndex(([place]) => `#${place}` === anchor))) : all;
    const found = terms.length ? best(own, terms, false) || best(own, terms, true) : null;
    if (!found) return;
    item.append(Object.assign(snippet(found[1], terms), { lang: link.lang }));
    if (!description) link.href = `${page}.html?${new URLSearchParams({ found: terms.join(" ") })}#${found[0]}`;
  }

  // Words that stand on every page are in no index ("the", "of"): what is found is without them, and the page says so.
  function tell(left) {
    if (!left.length) return;
    Search.status.append(` Left out, because they stand on every page: ${left.map((word) => `“${word}”`).join(", ")}.`);
  }

  Search.query = (query) => {
    const asked = [...new Set(splitQuery(query.toLowerCase()))], left = asked.filter((word) => stopwords.includes(word));
    if (left.length && left.length === asked.length) {
      _finishSearch(0);
      Search.status.textContent = "These words stand on every page, and the search leaves them out. Add another word.";
      return;
    }
    const [, stems, excluded, words, objects] = Search._parseQuery(query);
    left.forEach((word) => objects.delete(word)); // else it finds what has such a word in its name
    for (const number of asked.filter((word) => /^\d+$/.test(word))) { // Sphinx leaves numbers out: here they are years
      stems.add(number);
      words.add(number);
    }
    localStorage.removeItem("sphinx_highlight_terms"); // the address of a result says it, and to its page alone
    const stemmer = new Stemmer();
    const terms = [...words].map((word) => beginning(word, stemmer.stemWord(word)));
    const results = Search._performSearch(query, stems, excluded, words, objects).reverse();
    Promise.all(results.map((result) => show(result, terms))).then(() => {
      _finishSearch(results.length);
      tell(left);
    });
  };

  field.focus();
  field.select();
})();
