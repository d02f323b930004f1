// Filters over the entries or rows of a generated page: one menu per field, made of the values that are there, and a
// search in the text. The fields stand in data-fields as "key=Label; key=Label"; entries carry them as data-<key>.
// Without this script everything is shown.
(function () {
  "use strict";

  for (const place of document.querySelectorAll(".ev-filters")) {
    const fields = place.dataset.fields.split("; ").map((field) => field.split("="));
    const entries = [...document.querySelectorAll(`[data-${fields[0][0]}]`)].filter((entry) => entry.id);
    // Headings with nothing under them go too.
    const parts = [...document.querySelectorAll("main section")]
      .filter((part) => !part.contains(place) && !entries.includes(part) && entries.some((entry) => part.contains(entry)));
    const values = (key) => [...new Set(entries.flatMap((entry) => entry.dataset[key].split("; ")))].sort();
    const order = new Intl.Collator("en", { numeric: true });

    const menus = fields.map(([key, label]) => {
      const holder = document.createElement("label");
      const menu = document.createElement("select");
      menu.append(new Option("all", ""), ...values(key).sort(order.compare).map((value) => new Option(value, value)));
      menu.dataset.key = key;
      holder.append(`${label} `, menu);
      place.append(holder);
      return menu;
    });
    const holder = document.createElement("label");
    const search = document.createElement("input");
    search.type = "search";
    search.autocomplete = "off";
    holder.append("Words ", search);
    const shown = document.createElement("output");
    const reset = document.createElement("button");
    reset.type = "button";
    reset.textContent = "Show all";
    place.append(holder, shown, reset);

    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const entry of entries) {
        const fits = menus.every((menu) => !menu.value || entry.dataset[menu.dataset.key].split("; ").includes(menu.value))
          && words.every((word) => entry.textContent.toLowerCase().includes(word));
        entry.hidden = !fits;
        if (fits) count += 1;
      }
      for (const part of parts) part.hidden = !entries.some((entry) => !entry.hidden && part.contains(entry));
      const asked = search.value || menus.some((menu) => menu.value);
      shown.textContent = count ? `${count} of ${entries.length} ${place.dataset.what}`
        : `None of the ${entries.length} ${place.dataset.what} fits all of this. Change a choice, or show all.`;
      reset.hidden = !asked;
    };
    const clear = () => {
      menus.forEach((menu) => { menu.value = ""; });
      search.value = "";
      apply();
    };
    reset.addEventListener("click", () => {
      clear();
      search.focus();
    });
    menus.forEach((menu) => menu.addEventListener("change", apply));
    search.addEventListener("input", apply);
    place.classList.add("ev-live");
    apply();

    // A link to an entry must find it, whatever the filters hide, with its evidence open.
    const find = () => {
      const target = location.hash && document.getElementById(location.hash.slice(1));
      if (!target || !entries.includes(target)) return;
      if (target.hidden) clear();
      for (const fold of target.querySelectorAll("details")) fold.open = true;
      target.scrollIntoView();
    };
    window.addEventListener("hashchange", find);
    find();
  }
})();
