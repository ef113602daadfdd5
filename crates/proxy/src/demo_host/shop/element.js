// An element with its attributes and children. A function as attribute listens to that event.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false));
  return made;
}

/** A table with headings; cells are texts or elements. */
export function table(label, headings, rows) {
  const cell = (content, index) => element("td", { "data-heading": headings[index] }, content);
  return element(
    "table",
    { "aria-label": label },
    element("thead", {}, element("tr", {}, headings.map((it) => element("th", { scope: "col" }, it)))),
    element("tbody", {}, rows.map((cells) => element("tr", {}, cells.map(cell)))),
  );
}
