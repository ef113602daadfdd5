// The page *Carrelli*: abandons carts, empties them, turns them into orders, and ends synchronisations.

import { describe } from "./answer.js";
import { element } from "./element.js";
import { handOver } from "./hand_over.js";
import { customers, field, handedOver, list } from "./orders.js";
import { keep, takeNumbers } from "./placed.js";
import { PEOPLE, makeCart, orderOfCart } from "./samples.js";

/** @param {object} page as of `ordersPage` */
export function cartsPage(page) {
  const { messages } = page;
  const registered = element(
    "select",
    { name: "registered" },
    element("option", { value: "yes" }, messages.isRegistered),
    element("option", { value: "no" }, messages.notRegistered),
  );
  const form = element(
    "form",
    { class: "shop-form", submit: (event) => abandon(event, page) },
    field(messages.customer, customers()),
    field(messages.registered, registered),
    element("button", { class: "main", type: "submit" }, messages.abandonCart),
  );
  const end = (kind, label) =>
    element("button", { type: "button", click: () => synchronise(kind, page) }, label);
  return [
    element("section", { class: "card", "aria-label": messages.abandonCart }, element("h2", {}, messages.abandonCart), form),
    element(
      "section",
      { class: "card", "aria-label": messages.synchronise },
      element("h2", {}, messages.synchronise),
      element("p", { class: "quiet" }, messages.synchroniseWhy),
      element("p", { class: "actions" }, end("full", messages.full), end("changes", messages.changes)),
    ),
    element(
      "section",
      { class: "card", "aria-label": messages.abandoned },
      element("h2", {}, messages.abandoned),
      list("carts", messages, (entry) => cartEntry(entry, page)),
    ),
  ];
}

function cartEntry(entry, page) {
  const { messages } = page;
  const { item, order, isEmptied } = entry;
  const { state, text } = describe(entry.result, messages);
  const name = messages.cart(item.id);
  const done = order ? messages.bought(order) : isEmptied && messages.emptied;
  const action = (label, act) =>
    element("button", { type: "button", "aria-label": `${label}: ${name}`, click: act }, label);
  const buyer = `${item.customer.first_name} ${item.customer.last_name}, ${item.customer.email}`;
  return [
    element("p", {}, element("strong", {}, name), ` · ${item.total.replace(".", ",")} € · ${buyer}`),
    element("p", { class: `outcome ${state}` }, done ? `${name} ${done}. ${text}` : text),
    !done &&
      element(
        "p",
        { class: "actions" },
        action(messages.buy, () => buy(item, page)),
        action(messages.empty, () => hand({ ...item, lines: [], updated_at: new Date().toISOString() }, page, { isEmptied: true })),
      ),
    handedOver(entry.sent, messages),
  ].filter(Boolean);
}

async function abandon(event, page) {
  event.preventDefault();
  const { customer, registered } = event.target.elements;
  await hand(makeCart(takeNumbers(), PEOPLE[customer.value], registered.value === "yes"), page);
}

async function hand(cart, page, note = {}) {
  const result = await handOver("carts", { carts: [cart] }, page.module());
  finish({ item: cart, sent: cart, result, ...note }, page);
}

async function buy(cart, page) {
  const order = orderOfCart(takeNumbers(), cart);
  const result = await handOver("orders", { orders: [order] }, page.module());
  keep("orders", { item: order, sent: order, result });
  finish({ item: cart, sent: order, result, order: order.number }, page);
}

function finish(entry, page) {
  const outcome = describe(entry.result, page.messages);
  keep("carts", entry);
  page.say(`${page.messages.cart(entry.item.id)}: ${outcome.text}`, outcome.state);
  page.refresh();
}

async function synchronise(kind, page) {
  const ended = { id: crypto.randomUUID(), kind, ended_at: new Date().toISOString() };
  const { status } = await handOver("synchronisations", ended, page.module());
  const ok = status === 202;
  page.say(ok ? page.messages.synchronised : page.messages.failed(status), ok ? "accepted" : "failed");
}
