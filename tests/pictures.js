// What the eye meets in one picture: asked by test_pictures.py in the page itself.
globalThis.evPictures = {
  // Texts that are cut off, too small, or over one another.
  texts(svg, smallest) {
    const found = [], { left, right, top, bottom } = svg.getBoundingClientRect(), frame = { left, right, top, bottom };
    const unit = (right - left) / svg.viewBox.baseVal.width;
    for (let around = svg.parentElement; around; around = around.parentElement) { // what lies around it may cut it too
      if (getComputedStyle(around).overflowX === "visible") continue;
      const edges = around.getBoundingClientRect();
      frame.left = Math.max(frame.left, edges.left);
      frame.right = Math.min(frame.right, edges.right);
    }
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
    const boxes = texts.map((text) => text.getBoundingClientRect());
    boxes.forEach((a, i) => {
      const name = texts[i].textContent, size = parseFloat(getComputedStyle(texts[i]).fontSize) * unit;
      const beside = a.left < frame.left - 1 || a.right > frame.right + 1;
      if (beside || a.top < frame.top - 1 || a.bottom > frame.bottom + 1) found.push(`cut off: ${name}`);
      if (size < smallest - 0.01) found.push(`${size.toFixed(1)} px: ${name}`);
      boxes.slice(0, i).forEach((b, j) => {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > a.height / 4) found.push(`${name} over ${texts[j].textContent}`);
      });
    });
    return found;
  },

  // Marks that don't stand out. What has a tip or a colour of its own is data; it shows by its fill or its outline, laid
  // over the ground of the page with its opacity.
  marks(svg, least) {
    const parse = (text) => (text.match(/[\d.]+/g) || []).map(Number);
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
    const clear = (part) => ["", "rgba(0, 0, 0, 0)", "transparent"].includes(getComputedStyle(part).backgroundColor);
    let holder = svg;
    while (holder !== document.body && clear(holder)) holder = holder.parentElement;
    const ground = parse(getComputedStyle(holder).backgroundColor);
    const contrast = (paint, opacity) => {
      if (!paint.startsWith("rgb")) return 1;
      const [r, g, b, alpha = 1] = parse(paint), part = alpha * opacity;
      const lights = [[r, g, b].map((value, i) => value * part + ground[i] * (1 - part)), ground].map(light);
      return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    };
    const own = (paint) => paint && !["none", "transparent", "currentColor"].includes(paint);
    const painted = (part) => own(part.getAttribute("fill")) || own(part.getAttribute("stroke"));
    const data = new Set([...svg.querySelectorAll("[data-tip]"), ...[...svg.querySelectorAll(".role-mark *")].filter(painted)]);
    return [...data].flatMap((mark) => {
      const style = getComputedStyle(mark), opacity = Number(style.opacity);
      const best = Math.max(contrast(style.fill, opacity * style.fillOpacity), contrast(style.stroke, opacity * style.strokeOpacity));
      return best < least ? [`${best.toFixed(2)}: ${mark.dataset.tip || mark.outerHTML.slice(0, 200)}`] : [];
    });
  },
};
