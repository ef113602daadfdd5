// The demo back office. frame.js has what a real host needs; this file has the pages, the session
// and the switches of the demo. The URL contains its state: switches in the query, page in the hash
// (`#/accounts/new` is a path of the panel, `#ordini` another page of the back office).

import { PanelFrame } from "./frame.js";
import { Shop, isShopPage } from "./shop/shop.js";

const PANEL_TRAIL = "Sito › Integrazioni › Gestisci Integrazioni";
const byId = (id) => document.getElementById(id);
const switches = byId("switches").elements;

/** The hash of the current page; differs from the URL while `mayLeave` is pending. */
let shown = "";
/** The last values of the switches, to restore one when the merchant stays. */
let settings = {};
/** Whether the merchant's session has ended: the demo then issues expired tokens. */
let ended = false;
const shop = new Shop();

const frame = new PanelFrame(byId("place"), document.body.dataset.panelOrigin, {
  introduce: async () => ({ token: await token(), lang: settings.lang, theme: settings.theme }),
  token,
  navigated(path, title) {
    const moved = shown !== `#${path}`;
    shown = `#${path}`;
    // Replaces the entry: the frame has added its own entry to the browser's history. *Back*
    // navigates the frame, which then sends `navigate`.
    remember();
    name(title || PANEL_TRAIL.split(" › ").pop(), PANEL_TRAIL);
    if (moved && byId("content").getBoundingClientRect().top < 0) byId("content").scrollIntoView();
  },
  // Kept while another page is shown: the count is still valid.
  attention(count) {
    byId("attention").hidden = count <= 0;
    byId("attention-count").textContent = count;
  },
  dirty(dirty) {
    byId("dirty-said").textContent = dirty ? "Ci sono modifiche non salvate." : "";
  },
});

/** Requests a session token from this back office's server; a real server signs it itself. */
async function token() {
  const cart = { yes: true, no: false }[settings.cart];
  const wishes = {
    lang: settings.lang,
    modules: settings.module === "on" ? ["activecampaign"] : [],
    ...(cart === undefined ? {} : { unified_cart: cart }),
    ttl_seconds: ended ? -600 : Number(new URLSearchParams(location.search).get("ttl") ?? 600),
  };
  try {
    const answer = await fetch("/token", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wishes),
    });
    return (await answer.json()).token;
  } catch {
    byId("session-said").textContent = "Il server del back office non risponde.";
    return null;
  }
}

/** Writes page and switches into the URL, without a new history entry. */
function remember() {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(settings)) {
    // The first option is the default.
    value === switches[name].options[0].value ? query.delete(name) : query.set(name, value);
  }
  history.replaceState({ page: true }, "", `/${query.size ? `?${query}` : ""}${shown}`);
}

function name(title, trail) {
  document.title = `${title} · Back office dimostrativo`;
  byId("trail").textContent = trail;
  for (const link of document.querySelectorAll(".menu a")) {
    const current = frame.isOpen ? link.hash === "#/" : link.hash === shown;
    current ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
}

/** Shows the page of a hash: the panel, or a placeholder page. */
function show(hash) {
  shown = hash;
  shop.close();
  byId("dirty-said").textContent = "";
  if (hash.startsWith("#/")) {
    frame.open(hash.slice(1));
    return name("Gestisci Integrazioni", PANEL_TRAIL);
  }
  frame.close();
  const link = document.querySelector(`.menu a[href="${CSS.escape(hash)}"]`);
  const title = link?.textContent ?? "Pagina non trovata";
  if (isShopPage(hash)) {
    shop.open(byId("place"), hash, settings);
    name(title, title);
    return byId("trail").focus();
  }
  const card = document.createElement("p");
  card.className = "card";
  card.textContent = "Questa pagina non fa parte della dimostrazione.";
  byId("place").replaceChildren(card);
  name(title, title);
  byId("trail").focus();
}

/** Follows a link of the menu, unless the merchant stays. */
async function go(hash) {
  if (!(await frame.mayLeave())) return;
  history.pushState({ page: true }, "", `/${location.search}${hash}`);
  show(hash);
}

/** Handles *back*, *forward*, and a changed URL. */
async function followed(event) {
  const hash = location.hash || "#/";
  const withinPanel = frame.isOpen && hash.startsWith("#/");
  // A step within the panel: the frame handles it and sends `navigate`.
  if (hash === shown || (withinPanel && event.state)) return remember();
  if (await frame.mayLeave()) return show(hash);
  // The browser cannot be stopped: add a history entry for the current page.
  history.pushState({ page: true }, "", `/${location.search}${shown}`);
}

function readSwitches() {
  for (const name of ["lang", "theme", "module", "cart"]) settings[name] = switches[name].value;
  document.documentElement.dataset.theme = settings.theme;
}

async function switched({ target }) {
  const before = settings[target.name];
  if (target.name === "module" || target.name === "cart") {
    // These are claims of the session: reload the panel as after a login.
    if (!(await frame.mayLeave())) {
      target.value = before;
      return;
    }
  }
  readSwitches();
  remember();
  if (target.name === "lang" || target.name === "theme") {
    frame.say(target.name, { [target.name]: target.value });
  }
  const isOfPanel = target.name === "module" || target.name === "cart";
  if (frame.isOpen ? isOfPanel : isShopPage(shown) && target.name === "lang") show(shown);
}

async function endOrBegin() {
  ended = !ended;
  byId("session").textContent = ended ? "Accedi di nuovo" : "Fai scadere la sessione";
  byId("session-said").textContent = ended
    ? "Sessione scaduta: il back office dà soltanto token scaduti, finché non si accede di nuovo."
    : "";
  // Sent without a request, so that the panel knows at once and not after ten minutes.
  frame.say("token", { token: await token() });
}

for (const [name, value] of new URLSearchParams(location.search)) {
  const known = [...(switches[name]?.options ?? [])].some((option) => option.value === value);
  if (known) switches[name].value = value;
}
readSwitches();
byId("switches").addEventListener("change", switched);
byId("session").addEventListener("click", endOrBegin);
byId("skip").addEventListener("click", () => byId("content").focus());
byId("menu-toggle").addEventListener("click", ({ currentTarget: toggle }) => {
  toggle.setAttribute("aria-expanded", toggle.getAttribute("aria-expanded") === "false");
});
byId("menu").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  byId("menu-toggle").setAttribute("aria-expanded", "false");
  go(link.hash);
});
byId("place").addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.hash);
});
addEventListener("popstate", followed);
if (window.startedPanel) {
  shown = location.hash || "#/";
  name("Gestisci Integrazioni", PANEL_TRAIL);
  frame.adopt(window.startedPanel());
} else {
  show(location.hash);
}
remember();
