// Keeps what is typed into a long form for its writer, 4 seconds after the last sign; saves nothing.
(() => {
  const form = document.querySelector("form[data-keeper]");
  if (!form) return;
  const status = form.querySelector("[data-kept]");
  const all = () => {
    const data = new FormData(form);
    data.delete("once");
    return new URLSearchParams(data);
  };
  const typed = () => {
    const data = all();
    data.delete("csrf");
    data.delete("turn");
    return data.toString();
  };
  let first = typed(), rest, sending = false;
  const keep = async () => {
    const now = typed();
    if (sending || now === first || form.getAttribute("aria-busy")) return;
    sending = true;
    try {
      const answer = await fetch(form.dataset.keeper, { method: "POST", body: all(), headers: { "HX-Request": "true" } });
      const said = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok && said.turn) {
        form.turn.value = said.turn;
        first = now;
      }
      status.textContent = said.says ?? status.dataset.lost;
    } catch {
      status.textContent = status.dataset.lost;
    }
    sending = false;
    if (typed() !== now) plan();
  };
  const plan = () => {
    clearTimeout(rest);
    rest = setTimeout(keep, Number(form.dataset.pause) || 4000);
  };
  form.addEventListener("input", plan);
  form.addEventListener("submit", () => clearTimeout(rest));
})();
