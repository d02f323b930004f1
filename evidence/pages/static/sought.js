// What a filter of rows or entries looks for: every word, and a day or a month however it is typed or printed.
(function () {
  "use strict";

  const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
  const named = MONTHS.flatMap((name) => [name, name.slice(0, 3)]).concat("sept").join("|");
  const DATE = new RegExp(
    `\\b(?:(?<day>\\d{1,2}) )?(?<month>${named})\\.? (?:(?<after>\\d{1,2}),? )?(?<year>\\d{4})\\b|\\b(?<y>\\d{4})-(?<m>\\d\\d)(?:-(?<d>\\d\\d))?(?![\\d-])`,
    "g",
  );
  const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
  const two = (number) => String(number).padStart(2, "0");

  // Every way in which the book prints a date.
  function ways({ day, month, after, year, y, m, d }) {
    const at = month ? MONTHS.findIndex((name) => name.startsWith(month.slice(0, 3))) : Number(m) - 1;
    const whole = MONTHS[at], own = Number(day ?? after ?? d), of = year ?? y;
    if (!whole) return [`${y}-${m}`];
    const names = [whole, whole.slice(0, 3)];
    if (!own) return [`${of}-${two(at + 1)}`, ...names.map((name) => `${name} ${of}`)];
    const words = names.flatMap((name) => [` ${own} ${name} ${of}`, `${name} ${own}, ${of}`]);
    return [`${of}-${two(at + 1)}-${two(own)}`, ...words];
  }

  // How many terms were typed, and whether a text has all of them.
  window.evSought = (typed) => {
    const dates = [];
    const rest = plain(typed).replace(DATE, (...match) => (dates.push(ways(match.at(-1))), " "));
    const terms = [...dates, ...rest.split(" ").filter(Boolean).map((word) => [word])];
    return {
      count: terms.length,
      fits: (content) => {
        const text = ` ${plain(content)}`;
        return terms.every((own) => own.some((way) => text.includes(way)));
      },
    };
  };
})();
