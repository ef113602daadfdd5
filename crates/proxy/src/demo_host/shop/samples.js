// People, orders and carts of the demo shop, as docs/handing-over.md describes them.

const SITE = "https://negozio-demo.example";

const person = (first_name, last_name) => ({
  first_name,
  last_name,
  email: `${first_name}.${last_name}@example.com`.toLowerCase(),
});

export const PEOPLE = [
  person("Anna", "Rossi"),
  person("Luca", "Bianchi"),
  person("Giulia", "Ferri"),
  person("Marco", "Conti"),
  person("Sofia", "Greco"),
];

const PRODUCTS = [
  ["TAZ-01", "Tazza di ceramica", 1290, "Cucina"],
  ["CAF-02", "Caffè in grani, 1 kg", 2450, "Dispensa"],
  ["MOK-03", "Moka da tre tazze", 3490, "Cucina"],
  ["GRE-04", "Grembiule di lino", 2900, "Tessili"],
];

const amount = (cents) => (cents / 100).toFixed(2);

function line([sku, name, cents, category], quantity) {
  return {
    product_id: sku.toLowerCase(),
    sku,
    name,
    quantity,
    unit_price: amount(cents),
    category,
    image_url: `${SITE}/immagini/${sku.toLowerCase()}.jpg`,
    product_url: `${SITE}/prodotti/${sku.toLowerCase()}`,
  };
}

/** Two products, others for each number. */
function lines(number) {
  const chosen = [0, 1].map((step) => PRODUCTS[(number + step) % PRODUCTS.length]);
  const quantities = [1 + (number % 2), 1];
  const cents = chosen.reduce((sum, product, index) => sum + product[2] * quantities[index], 0);
  return { lines: chosen.map((product, index) => line(product, quantities[index])), cents };
}

/** An order placed now, or at another time. */
export function makeOrder(number, buyer, at = new Date()) {
  const bought = lines(number);
  const shipping = 590;
  return {
    id: crypto.randomUUID(),
    number: String(number),
    placed_at: at.toISOString(),
    updated_at: at.toISOString(),
    url: `${SITE}/ordini/${number}`,
    currency: "EUR",
    total: amount(bought.cents + shipping),
    shipping: amount(shipping),
    shipping_method: "Corriere",
    billing: buyer,
    lines: bought.lines,
  };
}

/** A cart abandoned now. */
export function makeCart(number, buyer, registered) {
  const bought = lines(number);
  const now = new Date().toISOString();
  return {
    id: `C${number}`,
    abandoned_at: now,
    updated_at: now,
    recovery_url: `${SITE}/carrello/recupera?c=${crypto.randomUUID()}`,
    currency: "EUR",
    total: amount(bought.cents),
    customer: { id: buyer.email, registered, ...buyer },
    lines: bought.lines,
  };
}

/** The order that a cart becomes. */
export function orderOfCart(number, { id, customer, lines, total }) {
  const { first_name, last_name, email } = customer;
  const order = makeOrder(number, { first_name, last_name, email });
  return { ...order, cart_id: id, lines, total, shipping: undefined, shipping_method: undefined };
}

/** Old orders, the oldest first, one of each of the days before today. */
export function makeHistory(first, count) {
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.now() - (count - index) * 86_400_000);
    const order = makeOrder(first + index, PEOPLE[index % PEOPLE.length], at);
    return { ...order, history: true };
  });
}
