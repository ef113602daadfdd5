// What this shop has placed, kept in the browser: so that it can be cancelled or corrected later.

const KEPT = 12;
const read = (name, otherwise) => JSON.parse(localStorage.getItem(`demo.${name}`)) ?? otherwise;
const write = (name, value) => localStorage.setItem(`demo.${name}`, JSON.stringify(value));

/** Numbers that were not used yet. */
export function takeNumbers(count = 1) {
  const first = read("number", 1001);
  write("number", first + count);
  return first;
}

/** Of a kind (`orders`, `carts`), the newest first. */
export const placed = (kind) => read(kind, []);

/** Adds an entry, or replaces the one of the same id. */
export function keep(kind, entry) {
  const others = placed(kind);
  const index = others.findIndex((it) => it.item.id === entry.item.id);
  if (index < 0) others.unshift(entry);
  else others[index] = entry;
  write(kind, others.slice(0, KEPT));
}
