// Marks the visible controls whose accessible name is arguments[0], and returns how many there are.
const [name] = arguments;
const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const controls = "button, a[href], summary, input[type=submit], input[type=button], [role=button], [role=tab], [role=menuitem], [role=switch], [role=radio]";
for (const marked of document.querySelectorAll("[data-e2e-named]")) marked.removeAttribute("data-e2e-named");
const found = [...document.querySelectorAll(controls)].filter(
  (control) =>
    control.checkVisibility({ visibilityProperty: true }) &&
    plain(control.getAttribute("aria-label") ?? (control.textContent || control.value)) === name,
);
for (const control of found) control.setAttribute("data-e2e-named", "");
return found.length;
