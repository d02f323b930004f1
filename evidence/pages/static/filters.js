// Lists of a generated page: each begins with its first entries and shows more when asked. A filter over the lists of one
// kind (data-what names them) searches every entry, also those not shown: one menu per field, filled with the values that
// are there, and a search in the text. A menu's data-key names its field; an entry, or what is around it, carries it as
// data-<key>. Without this script every list is whole, no filter is seen, and folds are opened by hand.
(function () {
  "use strict";

  const FIRST = 25;
  const order = new Intl.Collator("en", { numeric: true });
  const lists = [], filters = [];
  const factsOf = (entry, key) => entry.closest(`[data-${key}]`)?.dataset[key].split("; ") ?? [];

  function addList(place) {
    const turn = place.closest(".ev-paged").querySelector(".ev-turn");
    const list = { place, turn, what: place.dataset.list, entries: [...place.children], limit: FIRST };
    const [more, all] = turn ? turn.children : [];
    more?.addEventListener("click", () => grow(list, list.limit + FIRST));
    all?.addEventListener("click", () => grow(list, Infinity));
    place.classList.add("ev-live");
    lists.push(list);
    show(list);
  }

  // Of the entries that fit, as they stand now (a table may have been sorted), the first.
  function show({ place, turn, limit }) {
    const fitting = [...place.children].filter((entry) => !entry.hidden);
    fitting.forEach((entry, at) => entry.classList.toggle("ev-later", at >= limit));
    if (!turn) return;
    const left = fitting.length - limit;
    const [more, all] = turn.children;
    turn.hidden = left <= 0;
    more.textContent = `${Math.min(left, FIRST)} more`;
    all.textContent = `all ${fitting.length.toLocaleString("en")}`;
  }

  function grow(list, limit) {
    const next = list.place.querySelector(":scope > .ev-later:not([hidden])");
    list.limit = limit;
    show(list);
    next.tabIndex = -1;
    next.focus({ preventScroll: true }); // the reader goes on where the new ones begin
  }

  // The words on a fold count all that it holds; behind them stands how many of these a filter left.
  function tell(fold, own, asked) {
    const summary = fold.querySelector("summary"), told = summary.querySelector(".ev-left");
    const entries = own.filter(({ place }) => fold.contains(place)).flatMap((list) => list.entries);
    const left = entries.filter((entry) => !entry.hidden).length;
    told?.remove();
    if (asked && left < entries.length) {
      summary.append(Object.assign(document.createElement("span"), { className: "ev-left ev-meta", textContent: `, ${left.toLocaleString("en")} shown` }));
    }
  }

  function addFilter(place) {
    const own = lists.filter((list) => list.what === place.dataset.what);
    const entries = own.flatMap((list) => list.entries);
    // What is left empty goes too: headings, folds, lists.
    const parts = [...document.querySelectorAll("main section, .ev-group, .ev-paged")].filter((part) =>
      !part.contains(place) && !entries.includes(part) && own.some((list) => part.contains(list.place)));
    const folds = new Map(parts.filter((part) => part.matches(".ev-group")).map((fold) => [fold, fold.open]));
    const held = own.find(({ place }) => place.dataset.part);
    const values = (key) => [...new Set([...entries, ...(held ? [held.place] : [])].flatMap((entry) => factsOf(entry, key)))]
      .sort(order.compare);

    const menus = [...place.querySelectorAll("select")];
    for (const menu of menus) menu.append(...values(menu.dataset.key).map((value) => new Option(value, value)));
    const [search, said, reset] = ["input", "output", "button"].map((name) => place.querySelector(name));

    let filtered = false;
    const apply = () => {
      const sought = window.evSought(search.value);
      const asked = sought.count > 0 || menus.some((menu) => menu.value);
      let count = 0;
      for (const entry of entries) {
        const fits = menus.every((menu) => !menu.value || factsOf(entry, menu.dataset.key).includes(menu.value))
          && sought.fits(entry.textContent);
        entry.hidden = !fits;
        if (fits) count += 1;
      }
      for (const list of own) {
        list.limit = FIRST;
        show(list);
      }
      for (const part of parts) {
        part.hidden = !own.some((list) => part.contains(list.place) && (asked || list !== held)
          && list.entries.some((entry) => !entry.hidden));
      }
      for (const fold of folds.keys()) {
        tell(fold, own, asked);
        if (asked && !filtered) folds.set(fold, fold.open);
        fold.open = asked ? !fold.hidden : filtered ? folds.get(fold) : fold.open;
      }
      filtered = asked;
      const total = `${entries.length.toLocaleString("en")} ${place.dataset.what}`;
      said.textContent = !asked ? total : count ? `${count.toLocaleString("en")} of ${total}`
        : `None of the ${total} fits all of this. Change a choice, or show all.`;
      reset.hidden = !asked;
    };
    const clear = () => {
      for (const control of [...menus, search]) control.value = "";
      apply();
    };
    reset.addEventListener("click", () => {
      clear();
      search.focus();
    });
    menus.forEach((menu) => menu.addEventListener("change", apply));
    search.addEventListener("input", apply);
    // Entries for the search alone come in a script of their own (parts.js), once the reader turns to it.
    if (held) place.addEventListener("focusin", () => window.evPartsOf(held.place.dataset.part).then((parts) => {
      held.place.innerHTML = parts.join("");
      held.entries.push(...held.place.children);
      entries.push(...held.entries);
      apply();
    }).catch((error) => console.warn(`The search knows figures and tables alone: ${error.message}`)), { once: true });
    filters.push({ own, clear, again: () => search.value && apply() });
    apply();
  }

  // A link to an entry must find it, whatever hides it, with its evidence open; one to a heading opens its only fold.
  function find() {
    const target = window.evTarget();
    if (!target) return;
    const list = lists.find(({ place }) => place.contains(target));
    const own = list?.entries.find((entry) => entry.contains(target));
    if (own?.hidden) filters.find((one) => one.own.includes(list)).clear();
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const below = target.querySelectorAll(list ? "details:not(.ev-cite)" : ".ev-group");
    if (list || below.length === 1) for (const fold of below) fold.open = true;
    if (!list) return;
    const before = [...list.place.children].filter((entry) => !entry.hidden).indexOf(own);
    list.limit = Math.max(list.limit, Math.ceil((before + 1) / FIRST) * FIRST); // and all before it: no gap that none sees
    show(list);
    target.scrollIntoView();
  }

  document.querySelectorAll(".ev-list").forEach(addList);
  document.querySelectorAll(".ev-filters").forEach(addFilter);
  document.addEventListener("ev-sorted", ({ target }) => lists.filter(({ place }) => target.contains(place)).forEach(show));
  window.addEventListener("hashchange", find);
  const asked = location.hash;
  document.addEventListener("ev-filled", () => { // entries.js has put whole entries in the place of names
    for (const { again } of filters) again();
    if (asked && asked === location.hash) find();
  });
  find();
})();
