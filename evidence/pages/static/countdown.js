// The days that are left until a date of the page. Counted where the page is read, and not when it was made: a page may
// be old, and its outputs are the same on every day.
(function () {
  "use strict";

  const DAY = 864e5; // ms
  for (const place of document.querySelectorAll(".ev-countdown")) {
    const end = Date.parse(`${place.querySelector("time").dateTime}T00:00:00Z`);
    const days = Math.floor(end / DAY) - Math.floor(Date.now() / DAY);
    place.querySelector(".ev-left").textContent =
      days > 1 ? ` ${days.toLocaleString("en")} days are left.` : days === 1 ? " One day is left." : days === 0 ? " That is today." : " That is past.";
  }
})();
