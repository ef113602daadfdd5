// What real shops hand over, after the table in interface.md: how an order is spoilt, in words, and
// whether the proxy puts it right or has to reject it.

const firstLine = (order, change) => ({
  ...order,
  lines: order.lines.map((line, index) => (index ? line : { ...line, ...change(line) })),
});
const billing = (order, change) => ({ ...order, billing: { ...order.billing, ...change } });
const later = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
const sum = (...amounts) => amounts.reduce((all, it) => all + Number(it), 0).toFixed(2);

const defect = (code, becomes, it, en, spoil) => ({ code, becomes, it, en, spoil });

export const DEFECTS = [
  defect("none", "well_formed", "Senza difetti", "Well-formed", (order) => order),
  defect("comma", "adjusted", "Importi scritti all'italiana: \"24,90\"", "Amounts with a comma: \"24,90\"", (order) =>
    ({ ...order, total: order.total.replace(".", ","), shipping: order.shipping.replace(".", ",") })),
  defect("decimals", "adjusted", "Prezzi netti con sei decimali", "Net prices of six decimals", (order) =>
    firstLine(order, (line) => ({ unit_price: (Number(line.unit_price) / 1.22).toFixed(6) }))),
  defect("negative_line", "adjusted", "Buono sconto come riga negativa", "Voucher as a negative line", (order) => ({
    ...order,
    total: sum(order.total, -5),
    lines: [...order.lines, { product_id: "buono", name: "Buono sconto", quantity: 1, unit_price: "-5.00" }],
  })),
  defect("quantity", "adjusted", "Quantità 1,5", "A quantity of 1.5", (order) =>
    firstLine(order, () => ({ quantity: 1.5 }))),
  defect("line_break", "adjusted", "Nome del prodotto su due righe", "A line break in a product's name", (order) =>
    firstLine(order, (line) => ({ name: `${line.name}\r\nedizione limitata` }))),
  defect("long", "adjusted", "Nome del prodotto di 400 caratteri", "A product's name of 400 characters", (order) =>
    firstLine(order, (line) => ({ name: `${line.name} ${"molto ".repeat(80)}bella`.slice(0, 400) }))),
  defect("address", "adjusted", "Immagine con indirizzo relativo e spazi", "Picture address that is relative, with spaces", (order) =>
    firstLine(order, () => ({ image_url: "/immagini/tazza più bella.jpg" }))),
  defect("currency", "adjusted", "Valuta in minuscolo", "Currency in small letters", (order) => ({ ...order, currency: "eur" })),
  defect("email_spelling", "adjusted", "E-mail in maiuscole con un carattere invisibile", "E-mail in capitals with an invisible character", (order) =>
    billing(order, { email: `\u200b${order.billing.email.toUpperCase()}` })),
  defect("time_zone", "adjusted", "Data senza fuso orario", "A time without an offset", (order) =>
    ({ ...order, placed_at: new Date(Date.now() - 86_400_000).toISOString().slice(0, 19) })),
  defect("future", "adjusted", "Orologio avanti di un'ora", "A clock that is an hour ahead", (order) =>
    ({ ...order, placed_at: later(60), updated_at: later(60) })),
  defect("no_lines", "adjusted", "Senza righe", "Without lines", (order) => ({ ...order, lines: [] })),
  defect("unknown_field", "adjusted", "Un campo che il proxy non conosce", "A field that the proxy does not know", (order) =>
    ({ ...order, punti_fedelta: 120 })),
  defect("encoding", "adjusted", "Testo in Windows-1252 invece di UTF-8", "Text in Windows-1252, not in UTF-8", (order) =>
    firstLine(order, (line) => ({ name: `${line.name} così` }))),
  defect("no_email", "rejected", "Senza e-mail", "Without an e-mail", (order) => billing(order, { email: null })),
  defect("bad_email", "rejected", "E-mail che non è un'e-mail", "An e-mail that is none", (order) =>
    billing(order, { email: "anna presso esempio" })),
  defect("no_total", "rejected", "Senza totale", "Without a total", (order) => ({ ...order, total: null })),
  defect("two_readings", "rejected", "Totale che si legge in due modi: \"1,234\"", "A total with two readings: \"1,234\"", (order) =>
    ({ ...order, total: "1,234" })),
  defect("date", "rejected", "Data che si legge in due modi: \"04/05/2026\"", "A date with two readings: \"04/05/2026\"", (order) =>
    ({ ...order, placed_at: "04/05/2026" })),
];

/** The request's body: bytes of Windows-1252 where that is the defect. */
export function body(code, order) {
  const text = JSON.stringify({ orders: [order] });
  if (code !== "encoding") return text;
  // All that the samples have in it is in Latin 1, which Windows-1252 contains.
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
