// Badges of claims and glosses explain themselves on hover and focus by style alone. This adds what style can't: on a touch screen
// the first tap explains and the second follows the link, and Escape takes the explanation away (WCAG 2.2, 1.4.13). Only
// a finger is asked twice: Enter and a screen reader's click (whose detail is 0) follow the link at once.
(function () {
  "use strict";

  const EXPLAINED = ".ev-badge, .ev-gloss";
  const badgeOf = (event) => event.target.closest && event.target.closest(EXPLAINED);

  // Older browsers don't say in a click what made it.
  const byFinger = (event) =>
    event.detail > 0 && (event.pointerType ?? "touch") === "touch" && window.matchMedia("(hover: none)").matches;

  document.addEventListener("click", (event) => {
    const badge = badgeOf(event);
    if (!badge || !event.target.closest("a") || !byFinger(event)) return;
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
