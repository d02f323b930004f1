// Badges of claims and glosses explain themselves on hover and focus by style alone. This adds what style can't: on a touch screen
// the first tap explains and the second follows the link, and Escape takes the explanation away (WCAG 2.2, 1.4.13).
(function () {
  "use strict";

  const EXPLAINED = ".ev-badge, .ev-gloss";
  const badgeOf = (event) => event.target.closest && event.target.closest(EXPLAINED);

  document.addEventListener("click", (event) => {
    const badge = badgeOf(event);
    if (!badge || !event.target.closest("a") || !window.matchMedia("(hover: none)").matches) return;
    if (badge.classList.contains("ev-tapped")) return;
    event.preventDefault();
    badge.classList.add("ev-tapped");
    badge.querySelector("a").focus();
  });

  document.addEventListener("focusout", (event) => {
    const badge = badgeOf(event);
    if (badge) badge.classList.remove("ev-tapped", "ev-off");
  });

  document.addEventListener("mouseout", (event) => {
    const badge = badgeOf(event);
    if (badge && !badge.contains(event.relatedTarget)) badge.classList.remove("ev-off");
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(`:is(${EXPLAINED}):is(:hover, :focus-within)`).forEach((badge) => badge.classList.add("ev-off"));
  });
})();
