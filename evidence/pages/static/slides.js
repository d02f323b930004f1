// Slides by reveal.js. Without scripts they stand as one page to scroll, so what reveal.js needs is put up here.
const small = matchMedia("(max-width: 43rem)"); // there they fill the screen and scroll, larger ones are scaled as a whole

function shown() {
  for (const slide of document.querySelectorAll("section")) slide.tabIndex = small.matches ? 0 : -1; // to scroll by keys
  return { disableLayout: small.matches, touch: !small.matches };
}

// One who comes from another slide, back too, is asked first: reveal.js would show all of a slide that one comes back to.
const ask = () => Reveal.navigateFragment(-1);

document.querySelector(".deck").classList.add("reveal");
Reveal.initialize({
  ...shown(),
  width: 1280,
  height: 720,
  margin: 0.02,
  center: false,
  controlsTutorial: false,
  hash: true,
  overview: false,
  scrollActivationWidth: null,
  slideNumber: "c/t",
  transition: "none",
  viewDistance: 20, // all of them, for paper
  mobileViewDistance: 20,
});
Reveal.on("slidechanged", ask);
small.addEventListener("change", () => Reveal.configure(shown()));
