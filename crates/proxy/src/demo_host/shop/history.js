// Old orders: some that nobody asked for, or what a shop has after years, once the merchant wants it.

import { describe } from "./answer.js";
import { handOver } from "./hand_over.js";
import { takeNumbers } from "./placed.js";
import { makeHistory } from "./samples.js";

const SOME = 20;
const THOUSAND = 1000;
/** As many as a request may have. */
const AT_ONCE = 500;

/** Hands some old orders over. */
export async function sendHistory(page) {
  const orders = makeHistory(takeNumbers(SOME), SOME);
  const outcome = describe(await handOver("orders", { orders }, page.module()), page.messages);
  page.say(page.messages.historySent(outcome.text), outcome.state);
}

/** What Passweb's server does while old orders are wanted (*Storico*): their number, the orders, the end. */
export async function handHistoryOver(page) {
  const { messages } = page;
  const { status, answer } = await handOver("history", {}, page.module());
  if (!answer.wanted) {
    const text = status === 202 ? messages.historyNotWanted : messages.failed(status);
    return page.say(text, status === 202 ? "ignored" : "failed");
  }
  const since = new Date(answer.wanted.history_since);
  const orders = makeHistory(takeNumbers(THOUSAND), THOUSAND).filter((it) => new Date(it.placed_at) >= since);
  await handOver("history", { total: orders.length }, page.module());
  for (let first = 0; first < orders.length; first += AT_ONCE) {
    const batch = orders.slice(first, first + AT_ONCE);
    const result = await handOver("orders", { orders: batch }, page.module());
    const { state, text } = describe(result, messages);
    if (state !== "accepted") return page.say(text, state);
  }
  await handOver("history", { complete: true }, page.module());
  page.say(messages.historyHandedOver(orders.length), "accepted");
}
