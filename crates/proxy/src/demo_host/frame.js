// The host's side of the frame: implements the messages of docs/embedding.md.

const SOURCE = "passweb-integrations";
const VERSION = 1;
/** Timeout of `leave_reply` from a panel without unsaved changes, in ms. */
const PATIENCE = 2000;

export class PanelFrame {
  #place;
  #origin;
  #host;
  #iframe = null;
  #ready = false;
  #dirty = false;
  /** Resolves the pending `mayLeave`. */
  #answer = null;

  /**
   * @param {Element} place the parent element of the frame
   * @param {string} origin the panel's origin, as in `https://panel.example`
   * @param {object} host `introduce()` → promise of `{token, lang, theme}`; `token()` → promise of
   *   a token, or of nothing; `navigated(path, title)`; `dirty(dirty)`; `attention(count)`
   */
  constructor(place, origin, host) {
    this.#place = place;
    this.#origin = origin;
    this.#host = host;
    addEventListener("message", (event) => this.#hear(event));
  }

  /** Takes over the frame that stood in the page, and what the panel has said so far (start.js). */
  adopt({ iframe, messages }) {
    this.#iframe = iframe;
    for (const data of messages) {
      const { source, v, type, payload } = data ?? {};
      if (source !== SOURCE || v !== VERSION) continue;
      // It was introduced already.
      if (type === "ready") this.#ready = true;
      else this.#take(type, payload ?? {});
    }
  }

  /** Opens a page of the panel in a new frame. */
  open(path) {
    this.close();
    const url = new URL(this.#origin);
    // Assigned, not resolved as a URL: `//elsewhere.example` stays a path.
    [url.pathname, url.search = ""] = path.split("?", 2);
    const iframe = document.createElement("iframe");
    iframe.title = "Gestisci Integrazioni";
    // Allows scripts, storage of the panel's origin, forms, the browser's question before a tab
    // is closed, the diagnosis as a file, and links to ActiveCampaign in a new tab. The panel
    // cannot navigate this page.
    iframe.sandbox =
      "allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox";
    iframe.allow = "clipboard-write";
    iframe.referrerPolicy = "no-referrer";
    iframe.src = url.href;
    this.#iframe = iframe;
    this.#place.replaceChildren(iframe);
  }

  /** Removes the panel from the page. Call `mayLeave` first. */
  close() {
    this.#iframe?.remove();
    this.#iframe = null;
    this.#ready = this.#dirty = false;
    this.#settle(true);
  }

  get isOpen() {
    return this.#iframe !== null;
  }

  /** Sends `token`, `lang` or `theme` to the panel, once it is ready. */
  say(type, payload = {}) {
    if (!this.#ready) return;
    this.#iframe.contentWindow.postMessage({ source: SOURCE, v: VERSION, type, payload }, this.#origin);
  }

  /** Whether the panel may be removed: it asks the merchant when there are unsaved changes. */
  mayLeave() {
    // A new call replaces the pending one.
    this.#settle(false);
    if (!this.#ready) return Promise.resolve(true);
    return new Promise((resolve) => {
      this.#answer = resolve;
      // With unsaved changes the merchant decides, without a timeout. Otherwise a panel that does
      // not respond must not block the back office.
      if (!this.#dirty) setTimeout(() => this.#answer === resolve && this.#settle(true), PATIENCE);
      // Moves the focus to the panel's dialog.
      else this.#iframe.focus();
      this.say("leave_request");
    });
  }

  #settle(ok) {
    this.#answer?.(ok);
    this.#answer = null;
  }

  #hear(event) {
    // Checking the origin is not enough: another frame may have the same origin.
    if (event.origin !== this.#origin || event.source !== this.#iframe?.contentWindow) return;
    const { source, v, type, payload } = event.data ?? {};
    if (source !== SOURCE || v !== VERSION) return;
    this.#take(type, payload ?? {});
  }

  async #take(type, payload) {
    const iframe = this.#iframe;
    switch (type) {
      case "ready": {
        // Sent again when the panel reloads.
        this.#ready = true;
        const introduction = await this.#host.introduce();
        if (iframe === this.#iframe) this.say("init", introduction);
        break;
      }
      case "token_request": {
        const token = await this.#host.token();
        if (token && iframe === this.#iframe) this.say("token", { token });
        break;
      }
      case "resize":
        if (payload.height > 0) iframe.style.height = `${Math.ceil(payload.height)}px`;
        break;
      case "navigate":
        if (typeof payload.path === "string") this.#host.navigated(payload.path, payload.title);
        break;
      case "dirty":
        this.#dirty = payload.dirty === true;
        this.#host.dirty(this.#dirty);
        break;
      case "attention":
        if (Number.isInteger(payload.count)) this.#host.attention(payload.count);
        break;
      case "leave_reply":
        this.#settle(payload.ok === true);
        break;
      // A newer panel may send unknown messages.
    }
  }
}
