// What the proxy answered to something that was handed over, in words.

/** @returns {{state: string, text: string}} `state` is one of `accepted`, `rejected`, `ignored`, `failed` */
export function describe({ status, answer }, messages) {
  if (status !== 202) return { state: "failed", text: messages.failed(status) };
  const { accepted, duplicates, ignored, rejected, adjusted } = answer;
  if (rejected?.length) return { state: "rejected", text: `${messages.rejected}: ${fields(rejected[0].errors, messages.errors)}` };
  if (ignored) return { state: "ignored", text: messages.ignored };
  if (duplicates && !accepted) return { state: "accepted", text: messages.duplicate };
  const text = accepted > 1 ? messages.acceptedMany(accepted) : messages.accepted;
  if (!adjusted?.length) return { state: "accepted", text };
  return { state: "accepted", text: `${text} ${messages.adjusted}: ${fields(adjusted, messages.adjustments)}` };
}

/** `/lines/0/name (line break removed)`, each once; the item itself is `/`. */
function fields(found, meanings) {
  const within = (pointer) => pointer.replace(/^\/(orders|carts)\/\d+/, "") || "/";
  const described = found.map(({ pointer, code }) => `${within(pointer)} (${meanings[code] ?? code})`);
  return [...new Set(described)].join(", ");
}
