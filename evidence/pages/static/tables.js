// Tables that can be sorted and, where they are long, filtered. Without this script they are plain tables in the
// order of the book. Sorting by a number reads the figure as printed; an empty cell always comes last. A long table begins
// with its first rows, as book.css folds it, or with those that the book chose for its title. On a phone, where a row of words stands as a block, what is copied of it is
// made a table again.
(function () {
  "use strict";

  const LONG = 7;
  const SHORT = 6; // rows, below which one sees an order without sorting
  const FIRST = 6, FIRST_ON_PHONE = 4; // rows of a folded table
  const phone = matchMedia("(max-width: 37.5rem)");
  const order = new Intl.Collator("en", { numeric: true });

  const text = (row, column) => (row.cells[column] ? row.cells[column].textContent.trim() : "");
  const missing = (value) => value === "" || value === "–";
  const asNumber = (value) => Number(value.replace(/[,%\s]/g, ""));

  function compare(column, numeric, sign) {
    return (a, b) => {
      const [left, right] = [text(a, column), text(b, column)];
      if (missing(left) || missing(right)) return missing(left) - missing(right);
      return sign * (numeric ? asNumber(left) - asNumber(right) : order.compare(left, right));
    };
  }

  function makeSortable(table) {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const sort = (head, column, next) => {
      const numeric = head.classList.contains("ev-num");
      const rows = next === "none" ? original : [...original].sort(compare(column, numeric, next === "ascending" ? 1 : -1));
      body.append(...rows);
      for (const row of body.querySelectorAll(".ev-first")) row.classList.remove("ev-first"); // now the order chooses
      table.dispatchEvent(new Event("ev-sorted", { bubbles: true }));
    };
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ev-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort") || "none"];
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        if (next !== "none") head.setAttribute("aria-sort", next);
        sort(head, column, next);
      });
      document.addEventListener("ev-filled", () => head.ariaSort && sort(head, column, head.ariaSort));
    });
  }

  function makeFilterable(holder, table) {
    const rows = [...table.tBodies[0].rows];
    const bar = document.createElement("div");
    bar.className = "ev-filter";
    bar.innerHTML = '<label>Filter <input type="search" autocomplete="off"></label> <output></output> <button type="button" hidden>Show all</button>';
    const [input, shown, reset] = ["input", "output", "button"].map((name) => bar.querySelector(name));
    const apply = () => {
      const sought = window.evSought(input.value);
      let count = 0;
      for (const row of rows) {
        row.hidden = !sought.fits(row.textContent);
        if (!row.hidden) count += 1;
      }
      shown.textContent = !sought.count ? "" : count ? `${count} of ${rows.length} rows` : `None of the ${rows.length} rows has these words.`;
      reset.hidden = !sought.count;
      if (sought.count) unfold(holder);
    };
    input.addEventListener("input", apply);
    reset.addEventListener("click", () => {
      input.value = "";
      apply();
      input.focus();
    });
    holder.querySelector(".ev-scroll").before(bar);
  }

  function unfold(holder) {
    holder.classList.remove("ev-folded");
  }

  // The button holds both its texts; which one is seen follows from the fold, whoever opened it.
  function makeFoldable(holder, table) {
    const more = document.createElement("button");
    more.type = "button";
    more.className = "ev-more";
    more.innerHTML = "<span></span><span>Show fewer rows</span>";
    const count = () => {
      const shown = table.querySelectorAll(".ev-first").length || (phone.matches ? FIRST_ON_PHONE : FIRST);
      more.firstChild.textContent = `Show all ${table.tBodies[0].rows.length} rows (${shown} shown)`;
    };
    count();
    phone.addEventListener("change", count);
    table.addEventListener("ev-sorted", count);
    more.addEventListener("click", () => {
      if (holder.classList.contains("ev-folded")) {
        unfold(holder);
        holder.querySelector(".ev-scroll").focus({ preventScroll: true });
      } else fold(holder, more);
    });
    holder.querySelector(".ev-scroll").after(more);
    holder.classList.add("ev-folded");
  }

  // Of all rows again the first ones: a filter would leave other rows than the button says.
  function fold(holder, more) {
    const input = holder.querySelector(".ev-filter input");
    input.value = "";
    input.dispatchEvent(new Event("input"));
    holder.classList.add("ev-folded");
    more.scrollIntoView({ block: "nearest" });
  }

  function prepare() {
    for (const holder of document.querySelectorAll(".ev-table:not(.ev-sortable)")) {
      const table = holder.querySelector("table");
      if (!table || table.tBodies[0].rows.length < SHORT) continue;
      holder.classList.add("ev-sortable");
      makeSortable(table);
      if (table.tBodies[0].rows.length > LONG && !table.tBodies[0].matches(".ev-list")) { // filters.js sees to those
        makeFilterable(holder, table);
        makeFoldable(holder, table);
      }
    }
  }

  // Without the fold that cites the row (cite.js).
  function words(cell) {
    const copied = cell.cloneNode(true);
    copied.querySelector(".ev-cite")?.remove();
    return copied.textContent.trim().replace(/\s+/g, " ");
  }

  // Rows that stand as blocks reach the clipboard as lines of one cell each; a spreadsheet wants tabs and headings.
  function copied(event) {
    const chosen = getSelection();
    const around = chosen.rangeCount && chosen.getRangeAt(0).commonAncestorContainer;
    const table = around && (around.closest ? around : around.parentElement).closest(".ev-stack")?.querySelector("table");
    if (!table || getComputedStyle(table).display === "table") return;
    const rows = [...table.tBodies[0].rows].filter((row) => chosen.containsNode(row, true));
    if (rows.length < 2) return; // a few words of one row are copied as they are
    const heads = [...table.tHead.rows[0].cells].map(words);
    const lines = [heads, ...rows.map((row) => [...row.cells].map(words))];
    event.clipboardData.setData("text/plain", lines.map((line) => line.join("\t")).join("\n"));
    event.preventDefault();
  }

  prepare();
  document.addEventListener("copy", copied);
  document.addEventListener("ev-states", prepare); // another state has put other tables in place
})();
