// Asks the browser for a passkey and sends its answer with the form; without it the page says what to do.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const d = document;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const words = (buffer) => {
    const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const ceremonies = {
    make: async (asked) => {
      const user = { ...asked.user, id: bytes(asked.user.id) };
      const publicKey = { ...asked, challenge: bytes(asked.challenge), user, excludeCredentials: [] };
      const key = await navigator.credentials.create({ publicKey });
      return [key, { attestationObject: words(key.response.attestationObject) }];
    },
    use: async (asked) => {
      const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: [] };
      const key = await navigator.credentials.get({ publicKey });
      const { authenticatorData, signature, userHandle } = key.response;
      return [key, {
        authenticatorData: words(authenticatorData),
        signature: words(signature),
        userHandle: userHandle && words(userHandle),
      }];
    },
  };

  const ask = async (form) => {
    const said = form.querySelector("[role=alert]"), { answer } = form.elements;
    said.textContent = "";
    form.setAttribute("aria-busy", "true");
    try {
      const [key, fields] = await ceremonies[form.dataset.passkey](JSON.parse(form.dataset.options));
      const response = { clientDataJSON: words(key.response.clientDataJSON), ...fields };
      answer.value = JSON.stringify({ id: key.id, rawId: words(key.rawId), type: key.type, response });
    } catch {
      said.textContent = form.dataset.none;
    }
    form.removeAttribute("aria-busy");
    if (answer.value) form.submit();
  };

  for (const form of d.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.getAttribute("aria-busy")) ask(form);
    });
  }
  for (const note of d.querySelectorAll("[data-without]")) note.hidden = true;
})();
