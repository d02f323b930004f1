// One control for all the code of a page, which comes when it is asked for. Without this script a link leads to the notebook.
(function () {
  "use strict";

  const root = document.documentElement;
  const button = document.querySelector(".ev-show-code");

  async function fill() {
    const parts = await window.evPartsOf("code");
    for (const place of document.querySelectorAll(".ev-code:empty")) {
      place.innerHTML = parts[place.dataset.part];
      const lines = place.querySelector("pre");
      Object.assign(lines, { id: `ev-code-${place.dataset.part}`, tabIndex: 0 }); // wide lines are scrolled by keyboard
      const copy = document.createElement("button"); // as sphinx-copybutton makes and hears them
      Object.assign(copy, { type: "button", className: "copybtn", textContent: "Copy" });
      copy.dataset.clipboardTarget = `#${lines.id}`;
      lines.after(copy);
    }
  }

  function show(shown) {
    root.classList.toggle("ev-code-shown", shown);
    button.setAttribute("aria-pressed", String(shown)); // says it alone: a name that turned too would say the contrary
  }

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return show(false);
    fill().then(() => show(true), (error) => console.warn(`No code: ${error.message}`));
  });
})();
