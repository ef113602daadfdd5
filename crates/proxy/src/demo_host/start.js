
// In the page itself: the panel is on its way before any other file of this page has come, and its
// `ready` is answered at once, with the token that stands in the page.
{
  const origin = document.body.dataset.panelOrigin;
  const session = JSON.parse(document.getElementById("first-session").textContent);
  const theme = new URLSearchParams(location.search).get("theme") === "dark" ? "dark" : "light";
  const iframe = document.createElement("iframe");
  const messages = [];

  const receive = (event) => {
    if (event.origin !== origin || event.source !== iframe.contentWindow) return;
    messages.push(event.data);
    const { source, v, type } = event.data ?? {};
    if (source !== "passweb-integrations" || v !== 1 || type !== "ready") return;
    const init = { source, v, type: "init", payload: { ...session, theme } };
    iframe.contentWindow.postMessage(init, origin);
  };

  // Only the browser knows the hash. A server that knows the page writes the frame into its HTML.
  const path = (location.hash || "#/").slice(1);
  if (path.startsWith("/")) {
    addEventListener("message", receive);
    const url = new URL(origin);
    [url.pathname, url.search = ""] = path.split("?", 2);
    iframe.title = "Gestisci Integrazioni";
    // As in frame.js.
    iframe.sandbox =
      "allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox";
    iframe.allow = "clipboard-write";
    iframe.referrerPolicy = "no-referrer";
    iframe.src = url.href;
    document.getElementById("place").append(iframe);
    /** For frame.js: the frame, and the messages received so far. */
    window.startedPanel = () => {
      removeEventListener("message", receive);
      return { iframe, messages };
    };
  }
}
