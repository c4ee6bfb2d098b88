// Measures the visible texts and controls below arguments[0]; returns a sentence for each that overlaps another one, is
// cut off where one cannot scroll to the rest, or sticks out of the window.
const root = document.querySelector(arguments[0]);
if (!root) throw new Error(`nothing matches ${arguments[0]}`);

// Boxes may touch and share an edge; letters rarely fill the height of their line.
const SLACK_PX = 1;
const LINE_AIR = 0.18;
const CONTROLS = "button, input, select, textarea, a[href], summary, [role=button], [role=tab], [role=slider]";

const intersect = (a, b) => ({
  left: Math.max(a.left, b.left),
  top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
});
const width = (box) => box.right - box.left;
const height = (box) => box.bottom - box.top;
const plainBox = ({ left, top, right, bottom }) => ({ left, top, right, bottom });

function describe(element) {
  const classes = typeof element.className === "object" ? element.className.baseVal : element.className;
  const text = (element.getAttribute("aria-label") ?? element.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 40);
  return `<${element.localName}${classes ? ` class="${classes}"` : ""}> "${text}"`;
}

// What lies above the page on purpose is compared only with itself.
function layer(element) {
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    const position = getComputedStyle(at).position;
    if (position === "fixed" || position === "sticky" || at.matches("dialog[open], :popover-open")) return at;
  }
  return document.body;
}

// The part that can be seen, and whether a part is lost that no scrolling brings back.
function clip(element, box) {
  let seen = box;
  let lost = false;
  for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
    const style = getComputedStyle(at);
    // Text is cut by its own element; a box is cut by its ancestors only.
    if (at === element && element.matches(CONTROLS)) continue;
    const inner = at.getBoundingClientRect();
    for (const [overflow, before, after] of [[style.overflowX, "left", "right"], [style.overflowY, "top", "bottom"]]) {
      if (overflow === "visible") continue;
      const cutBefore = inner[before] - seen[before];
      const cutAfter = seen[after] - inner[after];
      const scrolls = overflow === "auto" || overflow === "scroll";
      if (!scrolls && (cutBefore > SLACK_PX || cutAfter > SLACK_PX)) lost = true;
      seen = { ...seen, [before]: Math.max(seen[before], inner[before]), [after]: Math.min(seen[after], inner[after]) };
    }
    if (style.position === "fixed") break;
  }
  return { seen, lost };
}

function scrollsSideways(element) {
  for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
    const { overflowX } = getComputedStyle(at);
    if (overflowX === "auto" || overflowX === "scroll") return true;
  }
  return false;
}

// For screen readers only: there, but a pixel large.
const isHiddenFromSight = (box) => width(box) <= SLACK_PX || height(box) <= SLACK_PX;

const items = [];
const range = document.createRange();
for (const element of [root, ...root.querySelectorAll("*")]) {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
  if (element.matches(CONTROLS)) {
    items.push({ element, kind: "control", box: plainBox(element.getBoundingClientRect()) });
  }
  for (const node of element.childNodes) {
    if (node.nodeType !== Node.TEXT_NODE || !node.data.trim() || element.localName === "textarea") continue;
    if (element.closest("title, desc, option, style, script")) continue;
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const air = height(line) * LINE_AIR;
      items.push({ element, kind: "text", box: { ...plainBox(line), top: line.top + air, bottom: line.bottom - air } });
    }
  }
}

const problems = new Set();
const page = document.documentElement;
if (page.scrollWidth > page.clientWidth + SLACK_PX) {
  problems.add(`the page is ${page.scrollWidth} px wide in a window of ${page.clientWidth}`);
}

const shown = [];
for (const item of items) {
  if (isHiddenFromSight(item.box)) continue;
  const { seen, lost } = clip(item.element, item.box);
  const inSight = width(seen) > SLACK_PX && height(seen) > SLACK_PX;
  // An ancestor of one pixel is the usual way to speak to screen readers alone.
  const forReadersOnly = !inSight && [...ancestors(item.element)].some((at) => isHiddenFromSight(at.getBoundingClientRect()));
  if (forReadersOnly) continue;
  if (lost) problems.add(`${item.kind} of ${describe(item.element)} is cut off`);
  if (!inSight) continue;
  const sticksOut = seen.left < -SLACK_PX || seen.right > page.clientWidth + SLACK_PX;
  if (sticksOut && !scrollsSideways(item.element)) problems.add(`${item.kind} of ${describe(item.element)} sticks out of the window`);
  const around = item.kind === "text" ? item.element.closest(CONTROLS) : null;
  const control = around && root.contains(around) ? around : null;
  if (control) {
    const edges = control.getBoundingClientRect();
    const inside = item.box.left >= edges.left - SLACK_PX && item.box.right <= edges.right + SLACK_PX &&
      item.box.top >= edges.top - SLACK_PX && item.box.bottom <= edges.bottom + SLACK_PX;
    if (!inside && control.getClientRects().length === 1) problems.add(`the text of ${describe(control)} is larger than the control`);
  }
  shown.push({ ...item, control, box: seen, layer: layer(item.element) });
}

function* ancestors(element) {
  for (let at = element; at && at !== document.body; at = at.parentElement) yield at;
}

for (const [index, one] of shown.entries()) {
  for (const other of shown.slice(index + 1)) {
    if (one.layer !== other.layer) continue;
    // A control stands for the texts in it, but for each other.
    if (one.control !== other.control) continue;
    if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
    const both = intersect(one.box, other.box);
    if (width(both) > SLACK_PX && height(both) > SLACK_PX) {
      problems.add(`${one.kind} of ${describe(one.element)} overlaps ${other.kind} of ${describe(other.element)}`);
    }
  }
}
return [...problems];
