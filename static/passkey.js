// Asks the browser for a passkey and sends its answer with the form; without it the page says what to do.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const d = document;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const words = (buffer) => {
    const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const named = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));

  const ceremonies = {
    enrol: async (asked) => {
      const publicKey = {
        ...asked,
        challenge: bytes(asked.challenge),
        user: { ...asked.user, id: bytes(asked.user.id) },
        excludeCredentials: named(asked.excludeCredentials),
      };
      const key = await navigator.credentials.create({ publicKey });
      const transports = key.response.getTransports?.() ?? [];
      return [key, { attestationObject: words(key.response.attestationObject), transports }];
    },
    use: async (asked) => {
      const publicKey = {
        ...asked,
        challenge: bytes(asked.challenge),
        allowCredentials: named(asked.allowCredentials),
      };
      const key = await navigator.credentials.get({ publicKey });
      const { authenticatorData, signature } = key.response;
      return [key, { authenticatorData: words(authenticatorData), signature: words(signature) }];
    },
  };

  const ask = async (form) => {
    const { csrf, passkey_answer: answer } = form.elements, kind = form.dataset.passkey;
    const said = form.querySelector("[role=alert]");
    said.textContent = "";
    form.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams({ csrf: csrf.value, kind });
      const asked = await fetch("/account/passkeys/options", { method: "POST", body });
      const type = asked.headers.get("content-type") ?? "";
      if (!type.startsWith("application/json")) return form.submit(); // the answer to that says why
      const [key, fields] = await ceremonies[kind](await asked.json());
      const response = { clientDataJSON: words(key.response.clientDataJSON), ...fields };
      answer.value = JSON.stringify({ id: key.id, rawId: words(key.rawId), type: key.type, response });
    } catch (error) {
      said.textContent = error.name === "InvalidStateError" ? form.dataset.again : form.dataset.none;
    }
    form.removeAttribute("aria-busy");
    if (answer.value) form.requestSubmit();
  };

  // Asked first of all listeners: a form without an answer is not on its way yet.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.passkey || form.elements.passkey_answer.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!form.getAttribute("aria-busy")) ask(form);
  }, true);

  const ready = () => {
    for (const form of d.querySelectorAll("[data-passkey]")) {
      form.elements.passkey_answer.value = "";
      form.hidden = false;
    }
    for (const note of d.querySelectorAll("[data-without]")) note.hidden = true;
  };
  addEventListener("pageshow", ready);
  ready();
})();
