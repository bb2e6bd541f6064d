// What a page owes its reader, measured in the page; returns the list of what is wrong.
(focusing) => {
  const d = document, wrong = [];
  const visible = (el) => el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
    && !el.closest(".vh, .skip, [inert]") && el.getClientRects().length > 0;
  const name = (el) => `${el.tagName.toLowerCase()}${el.id ? "#" + el.id : ""}${
    typeof el.className === "string" && el.className ? "." + el.className.trim().replace(/\s+/g, ".") : ""
  } “${(el.textContent || el.getAttribute("aria-label") || el.name || "").trim().slice(0, 40)}”`;

  // Nothing moves sideways.
  const room = d.documentElement.clientWidth;
  if (d.documentElement.scrollWidth > room) {
    const wide = [...d.body.querySelectorAll("*")].filter((el) => {
      const box = el.getBoundingClientRect();
      return visible(el) && (box.right > room + 1 || box.left < -1)
        && !el.closest("[popover]:not(:popover-open)");
    });
    wrong.push(`scrolls sideways (${d.documentElement.scrollWidth} of ${room}): ${wide.slice(0, 3).map(name).join("; ")}`);
  }

  // A title and one first heading.
  const heads = d.querySelectorAll("h1").length;
  if (heads !== 1) wrong.push(`${heads} h1`);
  if (!/\S · \S/.test(d.title)) wrong.push(`title: ${d.title}`);

  // Words in buttons are not cut.
  for (const el of d.querySelectorAll("button, .btn, .chip, .st, .aud, .tile")) {
    if (visible(el) && (el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).overflowX !== "visible"
      || (el.clientWidth && el.scrollWidth > el.clientWidth + 2))) wrong.push(`cut: ${name(el)}`);
  }

  // Controls: at least 24 px, or apart from others, or part of a sentence; focus can be seen.
  const controls = [...d.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((el) => visible(el) && !el.disabled);
  const boxes = controls.map((el) => (el.closest("label") ?? el).getBoundingClientRect());
  const inSentence = (el) => getComputedStyle(el).display === "inline"
    && el.closest("p, li, dd, dt, td, th, small, blockquote, figcaption")?.textContent.trim().length
      > el.textContent.trim().length + 3;
  const apart = (i) => {
    const a = boxes[i], x = a.x + a.width / 2, y = a.y + a.height / 2;
    return boxes.every((b, j) => {
      if (i === j || controls[i].contains(controls[j]) || controls[j].contains(controls[i])) return true;
      const dx = Math.max(b.left - x, 0, x - b.right), dy = Math.max(b.top - y, 0, y - b.bottom);
      return Math.hypot(dx, dy) >= 12;
    });
  };
  controls.forEach((el, i) => {
    const { width, height } = boxes[i];
    if ((width < 23.5 || height < 23.5) && !inSentence(el) && !apart(i)) {
      wrong.push(`small (${Math.round(width)}×${Math.round(height)}): ${name(el)}`);
    }
  });
  const shown = (style) => `${style.outlineStyle} ${style.outlineWidth} ${style.boxShadow}`;
  const before = d.activeElement;
  for (const el of focusing === false ? [] : controls) {
    el.focus({ preventScroll: true, focusVisible: true });
    if (d.activeElement !== el) { wrong.push(`takes no focus: ${name(el)}`); continue; }
    const style = getComputedStyle(el);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
    if (!ring) wrong.push(`focus is not seen (${shown(style)}): ${name(el)}`);
  }
  before?.focus?.({ preventScroll: true });
  return wrong;
}
