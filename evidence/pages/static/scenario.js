// The sliders of the article's argument: product of three links, presets, and a setting that stands in the address.
(function () {
  "use strict";

  const place = document.querySelector(".ev-scenario");
  if (!place) return;
  const inputs = [...place.querySelectorAll("input[type=range]")];
  const terms = JSON.parse(place.dataset.terms);
  const result = place.querySelector("[data-result]");
  const said = place.querySelector(".ev-said");
  const keep = place.querySelector(".ev-setting");
  const own = place.querySelector(".ev-own");
  const buttons = [...place.querySelectorAll("[data-set]")];

  const perCent = (share) => `${(share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1)}%`;
  const exact = (input) => Number(input.dataset.exact);

  function set(input, share) {
    input.dataset.exact = share;
    input.value = share * 100;
  }

  function words(probability) {
    const scales = [...new Set(terms.map((row) => row.scale))];
    return scales.map((scale) => {
      const fitting = terms.filter((row) => row.scale === scale && row.low <= probability && probability <= row.high);
      return `${scale}: ${fitting.map((row) => row.term).join(" or ") || "no term"}`;
    }).join("; ");
  }

  function draw() {
    const product = Number(inputs.reduce((all, input) => all * exact(input), 1).toPrecision(7)); // as `settled` in Python
    inputs.forEach((input) => {
      input.setAttribute("aria-valuetext", perCent(exact(input)));
      input.parentElement.querySelector("output").textContent = perCent(exact(input));
    });
    result.dataset.result = product;
    result.textContent = perCent(product);
    said.textContent = words(product);
    own.querySelector("td").textContent = perCent(product);
    own.querySelector(".ev-bar").style.width = `${Math.sqrt(product) * 100}%`;
    buttons.forEach((button) => {
      const setting = JSON.parse(button.dataset.set);
      button.setAttribute("aria-pressed", String(inputs.every((input) => setting[input.name] === exact(input))));
    });
  }

  function address() {
    const url = new URL(location.href);
    inputs.forEach((input) => url.searchParams.set(input.name, Number((exact(input) * 100).toFixed(6))));
    url.hash = "scenario";
    return url;
  }

  function changed() {
    draw();
    keep.href = address();
    history.replaceState(history.state, "", address());
  }

  function fromAddress() {
    const given = new URL(location.href).searchParams;
    inputs.forEach((input) => {
      const value = Number(given.get(input.name) ?? NaN);
      if (given.get(input.name) && value >= 0 && value <= 100) set(input, value / 100);
    });
  }

  inputs.forEach((input) => input.addEventListener("input", () => {
    set(input, Math.round(Number(input.value) * 10) / 1000); // a tenth of a per cent is as fine as a hand can set
    changed();
  }));
  buttons.forEach((button) => button.addEventListener("click", () => {
    const setting = JSON.parse(button.dataset.set);
    inputs.forEach((input) => set(input, setting[input.name]));
    changed();
  }));
  place.classList.add("ev-live");
  fromAddress();
  draw();
  keep.href = address();
})();
