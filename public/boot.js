// Starts the panel, and shows in words when it cannot start.
//
// A classic script at the top of the page: it runs before the page is parsed, so that the data of the
// first view is requested while everything else is still on its way.

{
  const english = navigator.language.toLowerCase().startsWith("en");

  // What the proxy wrote into the page: who may be the host, and in demo mode a token. See
  // src/api/boot_data.rs.
  const block = document.getElementById("boot-data");
  const bootData = block ? JSON.parse(block.textContent) : null;
  window.passwebBootData = bootData;

  // The first view's data. See src/api/prefetch.rs.
  window.passwebPrefetch = {};
  const prefetch = (token) => {
    const path = "/api/v1/first-view";
    const answer = fetch(path, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(75000),
    });
    // The panel handles a failure when it takes the answer.
    answer.catch(() => {});
    window.passwebPrefetch[path] = answer;
  };

  /** Tells the host that messages are received, and keeps them for the panel. See src/host/mod.rs. */
  const greet = (origins) => {
    const messages = [];
    let asked = false;
    const receive = (event) => {
      if (event.source !== window.parent || !origins.includes(event.origin)) return;
      messages.push(event);
      const { source, v, type, payload } = event.data ?? {};
      if (source !== "passweb-integrations" || v !== 1 || type !== "init" || !payload?.token || asked) return;
      asked = true;
      prefetch(payload.token);
    };
    addEventListener("message", receive);
    window.passwebMessages = () => {
      removeEventListener("message", receive);
      return messages;
    };
    const ready = { source: "passweb-integrations", v: 1, type: "ready", payload: {} };
    for (const origin of origins) window.parent.postMessage(ready, origin);
  };

  if (window.parent === window) {
    if (bootData?.token) prefetch(bootData.token);
  } else if (bootData) {
    greet(bootData.host_origins);
  }

  /** Whether the proxy serves another panel by now: the files of this one are gone then. */
  const isReplaced = async () => {
    const module = document.querySelector('link[rel="modulepreload"]').getAttribute("href");
    try {
      const page = await fetch(location.pathname);
      return page.ok && !(await page.text()).includes(module);
    } catch {
      return false;
    }
  };

  /** Shows why the page did not start. */
  const fail = (italian, inEnglish, again) => {
    const retry = document.getElementById("boot-retry");
    document.getElementById("boot-outline").hidden = true;
    document.getElementById("boot-text").textContent = english ? inEnglish : italian;
    retry.textContent = english ? "Try again" : "Riprova";
    retry.hidden = !again;
  };

  const start = async () => {
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
      if (await isReplaced()) {
        fail(
          "Questa pagina non è più aggiornata: ricaricala con Riprova.",
          "This page is out of date: load it again with Try again.",
          true,
        );
        return;
      }
      fail(
        "La pagina non si è caricata. Controlla la connessione e riprova.",
        "The page did not load. Check your connection and try again.",
        true,
      );
    }
  };

  addEventListener("DOMContentLoaded", () => {
    if (english) {
      document.documentElement.lang = "en";
      document.getElementById("boot-text").textContent = "Loading…";
    }
    document.getElementById("boot-retry").addEventListener("click", () => location.reload());
    start();
  });
}
