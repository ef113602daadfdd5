// Beside the shop: what ActiveCampaign holds now, read every second from this back office's server
// while the page is visible, and the switch for what ActiveCampaign does wrong.

import { element, table } from "./element.js";

const EVERY = 1000;

export class ActiveCampaignNow {
  #messages;
  #page;
  #timer;
  #shown = "";
  #parts;
  #behaviour;

  /** @param {object} page `messages`, `isEnough(account)`, `module()` */
  constructor(page) {
    this.#page = page;
    this.#messages = page.messages;
    const { messages } = page;
    const options = Object.entries(messages.behaviours);
    this.#behaviour = element(
      "select",
      { change: () => this.#change() },
      options.map(([value, label]) => element("option", { value }, label)),
    );
    const names = ["intro", "key", "contacts", "orders", "calls"];
    this.#parts = Object.fromEntries(names.map((name) => [name, element("div")]));
    this.element = element(
      "section",
      { class: "card now", "aria-label": messages.now },
      element("h2", {}, messages.now),
      this.#parts.intro,
      element("label", { class: "behaviour" }, messages.behaviour, this.#behaviour),
      this.#parts.key,
      this.#parts.contacts,
      this.#parts.orders,
      this.#parts.calls,
    );
    this.#read();
    document.addEventListener("visibilitychange", this.#wake);
  }

  close() {
    clearTimeout(this.#timer);
    this.#timer = null;
    document.removeEventListener("visibilitychange", this.#wake);
  }

  #wake = () => {
    if (!document.hidden && this.#timer !== null) this.#read();
  };

  async #read() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), EVERY);
    if (document.hidden) return;
    try {
      const answer = await fetch("/activecampaign");
      const text = await answer.text();
      // Unchanged tables stay as they are: what is selected in them stays selected.
      if (answer.ok && text !== this.#shown) this.#show(JSON.parse(text));
      if (answer.ok) this.#shown = text;
    } catch {
      this.#shown = "";
      this.#parts.intro.replaceChildren(element("p", { class: "outcome failed" }, this.#messages.failed(0)));
    }
  }

  async #change() {
    const behaviour = this.#behaviour.value;
    await fetch("/activecampaign", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ behaviour }),
    }).catch(() => {});
    await this.#read();
  }

  #show(now) {
    const messages = this.#messages;
    const { intro, key, contacts, orders, calls } = this.#parts;
    intro.replaceChildren(...this.#intro(now));
    this.#behaviour.disabled = !now.holdings;
    if (document.activeElement !== this.#behaviour) this.#behaviour.value = now.behaviour;
    key.replaceChildren(
      ...(now.behaviour === "key_reset" ? [element("p", {}, messages.newKey, " ", element("code", {}, now.new_key))] : []),
    );
    for (const part of [contacts, orders, calls]) part.hidden = !now.holdings;
    if (!now.holdings) return;
    contacts.replaceChildren(...this.#contacts(now.holdings));
    orders.replaceChildren(...this.#orders(now.holdings));
    calls.replaceChildren(...this.#calls(now.calls));
  }

  /** What this is, and the one thing to do when nothing can arrive. */
  #intro({ is_sandbox: isSandbox, account, holdings }) {
    const messages = this.#messages;
    const link = (href, text) => element("a", { href }, text);
    const said = [element("p", { class: "quiet" }, isSandbox ? messages.isSandbox : messages.isReal)];
    if (!account) {
      said.push(element("p", { class: "outcome ignored" }, messages.noAccount, " ", link("#/accounts/new", messages.addAccount), "."));
      return said;
    }
    const counters = account.transfers ?? { waiting: 0, sent: 0, failed: 0, rejected: 0 };
    said.unshift(element("p", {}, element("strong", {}, messages.account(account.account_name)), ` · ${messages.counters(counters)}`));
    if (this.#page.module() === "off") said.push(element("p", { class: "outcome ignored" }, messages.moduleOff));
    else if (!account.enabled || !this.#page.isEnough(account)) {
      const open = link(`#/accounts/${account.id}`, messages.openAccount);
      said.push(element("p", { class: "outcome ignored" }, messages.nothingSent, " ", open, "."));
    }
    if (isSandbox && !holdings) said.push(element("p", { class: "outcome failed" }, messages.unreachable));
    return said;
  }

  #contacts({ contacts, contact_count: count }) {
    const { headings } = this.#messages;
    const tag = (text) => element("span", { class: "tag" }, text);
    const rows = contacts.map((it) => [it.name, it.email, element("span", {}, it.tags.map(tag))]);
    return this.#titled(this.#messages.contacts(count), [headings.name, headings.email, headings.tags], rows);
  }

  #orders({ orders, order_count: count }) {
    const { headings, states, isHistory, locale, ordersHeld } = this.#messages;
    const money = ({ cents, currency }) =>
      new Intl.NumberFormat(locale, { style: "currency", currency }).format(cents / 100);
    const state = (it) => (it.is_history ? `${states[it.state]} (${isHistory})` : states[it.state]);
    const rows = orders.map((it) => [it.number, it.email, money(it), state(it)]);
    return this.#titled(ordersHeld(count), [headings.number, headings.email, headings.total, headings.state], rows);
  }

  #calls(calls) {
    const { headings, locale } = this.#messages;
    const time = (at) => new Date(at).toLocaleTimeString(locale);
    const rows = calls.slice(0, 10).map((it) => [time(it.at), element("code", {}, it.kind), String(it.status ?? "…")]);
    return this.#titled(this.#messages.calls, [headings.at, headings.call, headings.answer], rows);
  }

  #titled(title, headings, rows) {
    const content = rows.length ? table(title, headings, rows) : element("p", { class: "quiet" }, this.#messages.nothing);
    return [element("h3", {}, title), content];
  }
}
