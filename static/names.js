// Offers names while one is typed behind @. Without it they are typed in full, or chosen from the list.
(() => {
  let rest, asked = 0;
  const begun = area => /(?:^|[\s(])@([^\s@][^@\n]{0,39})$/u.exec(area.value.slice(0, area.selectionStart));
  const put = (area, name) => {
    const found = begun(area);
    if (!found) return;
    area.setRangeText(name + " ", area.selectionStart - found[1].length, area.selectionStart, "end");
    show(area, []);
    area.focus();
  };
  const show = (area, names) => {
    const after = area.nextElementSibling;
    const list = after?.matches("[data-offered]") ? after : document.createElement("div");
    list.dataset.offered = "";
    list.className = "act";
    list.setAttribute("role", "group");
    list.setAttribute("aria-live", "polite");
    list.setAttribute("aria-label", area.closest("[data-names]").dataset.whom);
    list.replaceChildren(...names.map(name => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.dir = "auto";
      button.textContent = name;
      button.addEventListener("click", () => put(area, name));
      return button;
    }));
    if (list !== after) area.after(list);
  };
  const ask = async area => {
    const found = begun(area), turn = ++asked;
    let names = [];
    if (found) {
      try {
        const form = area.form, asks = new URLSearchParams({ q: found[1] });
        for (const name of ["answers", "readers"]) asks.set(name, form?.elements.namedItem(name)?.value ?? "");
        const answer = await fetch(`${area.closest("[data-names]").dataset.names}?${asks}`, { headers: { "HX-Request": "true" } });
        if (answer.ok) names = (await answer.json()).names;
      } catch { /* offline: the name is typed in full */ }
    }
    if (turn === asked && area.isConnected) show(area, names);
  };
  document.addEventListener("input", event => {
    const area = event.target;
    if (area.name !== "comment" || !area.closest("[data-names]")) return;
    clearTimeout(rest);
    rest = setTimeout(ask, 250, area);
  });
  document.addEventListener("change", event => {
    const area = event.target.form?.elements.namedItem("comment");
    if (["answers", "readers"].includes(event.target.name) && area?.closest("[data-names]")) ask(area);
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && event.target.name === "comment" && event.target.closest("[data-names]")) show(event.target, []);
  });
})();
