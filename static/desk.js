// The desk by keyboard; without this script everything is there as links, boxes and buttons.
(() => {
  const d = document, status = d.getElementById("status"), OFF = "desk-keys-off";
  let at = "";

  const rows = () => [...d.querySelectorAll("tr[data-row]")];
  const help = () => d.querySelector("[data-keys]");
  const here = () => d.activeElement?.closest?.("tr[data-row]")?.dataset.row || at;
  const off = () => localStorage.getItem(OFF) === "yes";
  const say = (words) => { status.textContent = words; };

  // The title has the focus: its link is read out with the heads of its row.
  const go = (by) => {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.dataset.row === here());
    const next = all[Math.min(all.length - 1, Math.max(0, now < 0 ? 0 : now + by))];
    at = next.dataset.row;
    next.querySelector("th a").focus();
  };
  const row = () => rows().find((one) => one.dataset.row === here());
  const acts = {
    j: () => go(1),
    k: () => go(-1),
    x: () => {
      const box = row()?.querySelector("input[type=checkbox]");
      if (!box) return;
      box.click();
      say(box.labels[0].textContent + (box.checked ? " ✓" : " –"));
    },
    "?": () => {
      const shown = help();
      if (!shown) return;
      shown.open = !shown.open;
      if (shown.open) shown.querySelector("summary").focus();
    },
  };

  d.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (off() || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  d.addEventListener("focusin", (event) => {
    const inside = event.target.closest?.("tr[data-row]");
    if (inside) at = inside.dataset.row;
  });

  // Shown where there is script, also after htmx has put another page of the queue here.
  const turn = () => {
    const shown = help();
    if (!shown) return;
    shown.hidden = false;
    const button = shown.querySelector("[data-turn]");
    button.dataset.stay ??= button.textContent;
    const words = off() ? button.dataset.turn : button.dataset.stay;
    if (button.textContent !== words) button.textContent = words; // or the observer never rests
  };
  d.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-turn]")) return;
    localStorage.setItem(OFF, off() ? "no" : "yes");
    turn();
    say(off() ? help().dataset.off : help().dataset.on);
  });
  new MutationObserver(turn).observe(d.querySelector("main"), { childList: true, subtree: true });
  turn();
})();
