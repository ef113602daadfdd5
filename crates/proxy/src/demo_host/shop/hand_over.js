// Asks this back office's server to hand something over to the proxy, as Passweb's server does when
// an order is placed. The token for it never reaches the browser.

/**
 * @param {"orders"|"carts"|"synchronisations"|"history"} what
 * @param {string|Uint8Array|object} body
 * @param {"on"|"off"} module whether the module is active on Passstore
 * @returns the status (0: no answer) and the answer
 */
export async function handOver(what, body, module) {
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  try {
    const answer = await fetch(`/events/${what}?module=${module}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: isRaw ? body : JSON.stringify(body),
    });
    return { status: answer.status, answer: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, answer: {} };
  }
}
