// One control for all the code of a page. Without this script each cell has a fold of its own.
(function () {
  "use strict";

  const folds = [...document.querySelectorAll("details.hide.above-input")];
  const button = document.querySelector(".ev-show-code");

  function show(shown) {
    document.documentElement.classList.toggle("ev-code", shown);
    folds.forEach((fold) => { fold.open = shown; });
    button.setAttribute("aria-pressed", String(shown));
    button.textContent = shown ? "Hide the code" : "Show the code of this page";
  }

  // The theme gives no tab stop to code that was not seen when the page came; wide code is scrolled by keyboard too.
  document.addEventListener("toggle", (event) => {
    event.target.querySelectorAll("pre").forEach((code) => { code.tabIndex = 0; });
  }, true);
  button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));
})();
