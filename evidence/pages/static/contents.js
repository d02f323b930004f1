// The theme marks an entry of the contents as its heading passes. Who jumps past headings would keep the mark of before:
// once the page stands still, the mark goes to the section that is being read, and at the top to none.
(function () {
  "use strict";

  const STILL = 150; // ms without a scroll
  const READ = 0.3; // of the window: the theme marks headings above it
  const NAV = "#pst-page-toc-nav";

  const topOf = (entry) => {
    const section = window.evTarget(entry.hash);
    return (section?.querySelector("h1, h2, h3, h4, h5, h6") ?? section)?.getBoundingClientRect().top ?? NaN;
  };

  // Where a link led stays marked as long as it is in the window: a short section at the end can't come higher.
  const isLedTo = (entry) => entry?.hash === location.hash && topOf(entry) >= 0 && topOf(entry) < innerHeight;

  function mark() {
    const entries = [...document.querySelectorAll(`${NAV} a[href^="#"]`)];
    if (isLedTo(entries.find((one) => one.hasAttribute("aria-current")))) return;
    const isEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const read = entries.filter((one) => topOf(one) < (isEnd ? 1 : READ) * innerHeight).pop();
    for (const one of entries) {
      one.classList.toggle("active", one === read);
      if (one === read) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    for (const one of document.querySelectorAll(`${NAV} .toc-entry`)) {
      one.classList.toggle("active", Boolean(read) && one.contains(read));
    }
  }

  let waiting;
  addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(mark, STILL);
  }, { passive: true });
})();
