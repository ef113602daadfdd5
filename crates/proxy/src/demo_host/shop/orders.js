// The page *Ordini*: places orders, and cancels or corrects them.

import { describe } from "./answer.js";
import { DEFECTS, body } from "./defects.js";
import { element } from "./element.js";
import { handOver } from "./hand_over.js";
import { handHistoryOver, sendHistory } from "./history.js";
import { keep, placed, takeNumbers } from "./placed.js";
import { PEOPLE, makeOrder } from "./samples.js";

/** @param {object} page `messages`, `module()`, `say(text, state)`, `refresh()` */
export function ordersPage(page) {
  const { messages } = page;
  const form = element(
    "form",
    { class: "shop-form", submit: (event) => place(event, page) },
    field(messages.customer, customers()),
    field(messages.orderIs, defects(messages)),
    element("button", { class: "main", type: "submit" }, messages.placeOrder),
    element("button", { type: "button", click: () => sendHistory(page) }, messages.history),
    element("button", { type: "button", click: () => handHistoryOver(page) }, messages.handHistoryOver),
  );
  return [
    element("section", { class: "card", "aria-label": messages.placeOrder }, element("h2", {}, messages.placeOrder), form),
    element(
      "section",
      { class: "card", "aria-label": messages.placed },
      element("h2", {}, messages.placed),
      list("orders", messages, (entry) => orderEntry(entry, page)),
    ),
  ];
}

export const field = (label, control) => element("label", {}, label, control);

export function customers() {
  const option = (it, index) => element("option", { value: index }, `${it.first_name} ${it.last_name}`);
  return element("select", { name: "customer" }, PEOPLE.map(option));
}

/** What was placed, the newest first. */
export function list(kind, messages, show) {
  const entries = placed(kind);
  if (!entries.length) return element("p", { class: "quiet" }, messages.none);
  return element("ul", { class: "placed" }, entries.map((entry) => element("li", {}, show(entry))));
}

/** What was handed over, word for word. */
export function handedOver(sent, messages) {
  return element(
    "details",
    {},
    element("summary", {}, messages.json),
    element("pre", { tabindex: 0 }, JSON.stringify(sent, null, 2)),
  );
}

function defects(messages) {
  const lang = messages.locale.slice(0, 2);
  const group = ([becomes, label]) => {
    const members = DEFECTS.filter((it) => it.becomes === becomes);
    return element("optgroup", { label }, members.map((it) => element("option", { value: it.code }, it[lang])));
  };
  return element("select", { name: "defect" }, Object.entries(messages.groups).map(group));
}

function orderEntry(entry, page) {
  const { messages } = page;
  const { item, note } = entry;
  const { state, text } = describe(entry.result, messages);
  const name = messages.order(item.number);
  const action = (label, act) =>
    element("button", { type: "button", "aria-label": `${label}: ${name}`, click: act }, label);
  const buyer = `${item.billing.first_name} ${item.billing.last_name}, ${item.billing.email}`;
  return [
    element("p", {}, element("strong", {}, name), ` · ${item.total.replace(".", ",")} € · ${buyer}`),
    element("p", { class: `outcome ${state}` }, note ? `${messages[note]}: ${text}` : text),
    element(
      "p",
      { class: "actions" },
      state === "rejected" && action(messages.again, () => send(item, {}, page)),
      state !== "rejected" && !item.cancelled_at && action(messages.correct, () => send(item, { billing: corrected(item.billing) }, page)),
      state !== "rejected" && !item.cancelled_at &&
        action(messages.cancel, () => send(item, { cancelled_at: new Date().toISOString() }, page, "cancelled")),
    ),
    handedOver(entry.sent, messages),
  ].filter(Boolean);
}

/** The same person at another address. */
function corrected(billing) {
  const [name, domain] = billing.email.split("@");
  return { ...billing, email: `${name}@${domain === "example.com" ? "example.org" : "example.com"}` };
}

async function place(event, page) {
  event.preventDefault();
  const { customer, defect } = event.target.elements;
  const order = makeOrder(takeNumbers(), PEOPLE[customer.value]);
  const chosen = DEFECTS.find((it) => it.code === defect.value);
  await hand(order, chosen.spoil(order), chosen.code, page);
}

/** Hands a newer version of an order over. */
function send(item, change, page, note) {
  const order = { ...item, ...change, updated_at: new Date().toISOString() };
  return hand(order, order, "none", page, note);
}

async function hand(item, sent, code, page, note) {
  const { messages } = page;
  const result = await handOver("orders", body(code, sent), page.module());
  const outcome = describe(result, messages);
  keep("orders", { item, sent, note, result });
  page.say(`${messages.order(item.number)}: ${outcome.text}`, outcome.state);
  page.refresh();
}
