// The pages of the back office that act as the shop: what happens there on the left, what
// ActiveCampaign holds of it on the right.

import { ActiveCampaignNow } from "./activecampaign.js";
import { cartsPage } from "./carts.js";
import { element } from "./element.js";
import { MESSAGES } from "./messages.js";
import { ordersPage } from "./orders.js";

const PAGES = {
  "#ordini": { make: ordersPage, isEnough: ({ ecommerce }) => ecommerce.orders },
  "#carrelli": { make: cartsPage, isEnough: ({ ecommerce }) => ecommerce.abandoned_carts },
};

export const isShopPage = (hash) => hash in PAGES;

export class Shop {
  #now = null;

  /** Shows a page in `place`; `settings` are the switches of the demo. */
  open(place, hash, settings) {
    this.close();
    const { make, isEnough } = PAGES[hash];
    const messages = MESSAGES[settings.lang];
    const said = element("p", { class: "outcome" });
    const left = element("div", { class: "shop-left" });
    const page = {
      messages,
      isEnough,
      module: () => settings.module,
      say(text, state) {
        said.className = `outcome ${state}`;
        said.textContent = text;
      },
      refresh() {
        const chosen = [...left.querySelectorAll("select")].map((it) => it.value);
        const focused = document.activeElement?.getAttribute("aria-label") ?? "";
        const isSubmit = document.activeElement?.type === "submit";
        left.replaceChildren(...make(page));
        [...left.querySelectorAll("select")].forEach((it, index) => (it.value = chosen[index]));
        const again = focused ? left.querySelector(`[aria-label="${CSS.escape(focused)}"]`) : null;
        (again ?? (isSubmit || focused ? left.querySelector("[type=submit]") : null))?.focus();
      },
    };
    left.replaceChildren(...make(page));
    this.#now = new ActiveCampaignNow(page);
    const status = element("div", { class: "shop-said", role: "status" }, said);
    place.replaceChildren(element("div", { class: "shop", lang: settings.lang }, status, left, this.#now.element));
  }

  close() {
    this.#now?.close();
    this.#now = null;
  }
}
