// Starts the panel, and says in words when it cannot start.
const text = document.getElementById("boot-text");
const retry = document.getElementById("boot-retry");
const english = navigator.language.toLowerCase().startsWith("en");

// What the proxy wrote into the page: who may be the host, and in demo mode a token. See
// src/api/boot_data.rs.
const block = document.getElementById("first");
const first = block ? JSON.parse(block.textContent) : null;
window.passwebBootData = first;

// The first view's data, asked for while the panel itself is still on its way. See
// src/api/prefetch.rs.
window.passwebPrefetch = {};
function prefetch(token) {
  const paths = ["/api/v1/session", "/api/v1/platforms"];
  if (location.pathname === "/") paths.push("/api/v1/accounts");
  for (const path of paths) {
    const answer = fetch(path, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(75000),
    });
    // The panel hears of a failure when it looks; nobody else has to.
    answer.catch(() => {});
    window.passwebPrefetch[path] = answer;
  }
}

/** Tells the host that it may speak, and keeps what it says for the panel. See src/host/mod.rs. */
function greet(origins) {
  const heard = [];
  const hear = (event) => {
    if (event.source !== window.parent || !origins.includes(event.origin)) return;
    heard.push(event);
    const { source, v, type, payload } = event.data ?? {};
    if (source === "passweb-integrations" && v === 1 && type === "init" && payload?.token) prefetch(payload.token);
  };
  addEventListener("message", hear);
  window.passwebMessages = () => {
    removeEventListener("message", hear);
    return heard;
  };
  const ready = { source: "passweb-integrations", v: 1, type: "ready", payload: {} };
  for (const origin of origins) window.parent.postMessage(ready, origin);
}

if (window.parent === window) {
  if (first?.token) prefetch(first.token);
} else if (first) {
  greet(first.host_origins);
}

/** Shows why the page did not start. */
function fail(italian, inEnglish, again) {
  document.getElementById("boot-outline").hidden = true;
  text.textContent = english ? inEnglish : italian;
  retry.textContent = english ? "Try again" : "Riprova";
  retry.hidden = !again;
}

async function start() {
  if (typeof WebAssembly !== "object") {
    fail(
      "Questo browser non può mostrare la pagina: WebAssembly è disattivato (per esempio dalla modalità di isolamento). Apri la pagina con un altro browser o disattiva la modalità per questo sito.",
      "This browser cannot show the page: WebAssembly is switched off (by lockdown mode, for example). Open the page in another browser or switch the mode off for this site.",
      false,
    );
    return;
  }
  try {
    const module = await import(document.querySelector('link[rel="modulepreload"]').href);
    await module.default({ module_or_path: document.querySelector('link[rel="preload"][as="fetch"]').href });
    document.getElementById("boot").remove();
  } catch (error) {
    console.error(error);
    fail(
      "La pagina non si è caricata. Controlla la connessione e riprova.",
      "The page did not load. Check your connection and try again.",
      true,
    );
  }
}

if (english) {
  document.documentElement.lang = "en";
  text.textContent = "Loading…";
}
retry.addEventListener("click", () => location.reload());
start();
