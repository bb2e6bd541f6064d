// Shortens the way at the form of a section: tools that insert Markdown, and a copy kept aside.
(() => {
  const d = document, area = d.querySelector("textarea[data-editor]");
  if (!area) return;
  const form = area.form, tools = d.getElementById("editor-tools"), status = d.getElementById("kept");

  // Puts text in place of the selection, as typing would: undo takes it back.
  const put = (text, from, to) => {
    area.focus();
    area.setSelectionRange(from, to);
    if (!d.execCommand?.("insertText", false, text)) area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const chosen = () => area.value.slice(area.selectionStart, area.selectionEnd);
  const around = (before, after, words) => {
    const from = area.selectionStart, text = chosen() || words;
    put(before + text + after, from, area.selectionEnd);
    area.setSelectionRange(from + before.length, from + before.length + text.length);
  };
  // Before each chosen line, from the start of the first.
  const lines = (mark) => {
    const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const text = area.value.slice(from, area.selectionEnd).split("\n");
    put(text.map((line, n) => mark(n) + line).join("\n"), from, area.selectionEnd);
  };
  const block = (text) => {
    const at = area.selectionEnd, before = area.value.slice(0, at);
    const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    put(gap + text + (area.value.slice(at).startsWith("\n") ? "\n" : "\n\n"), at, at);
  };
  const acts = {
    heading: () => lines(() => "## "),
    bold: (w) => around("**", "**", w),
    italic: (w) => around("*", "*", w),
    bullets: () => lines(() => "- "),
    numbers: () => lines((n) => `${n + 1}. `),
    quote: () => lines(() => "> "),
    link: (w) => around("[", "](https://)", w),
    table: (w) => block(`| ${w} | ${w} |\n| --- | --- |\n|  |  |`),
    note: (w) => {
      let n = 1;
      while (area.value.includes(`[^${n}]`)) n += 1;
      const at = area.selectionEnd, end = area.value.indexOf("\n\n", at), stop = end < 0 ? area.value.length : end;
      put(`[^${n}]${area.value.slice(at, stop).trimEnd()}\n\n[^${n}]: ${w}`, at, stop);
    },
  };
  tools?.removeAttribute("hidden");
  tools?.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-insert]");
    if (button) acts[button.dataset.insert](button.dataset.words ?? "");
  });
  tools?.addEventListener("change", (event) => {
    const list = event.target.closest("select[data-refer]");
    if (!list?.value) return;
    around("[", `](${list.value})`, list.selectedOptions[0].dataset.words || list.dataset.words);
    list.value = "";
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const act = { b: "bold", i: "italic" }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    acts[act](tools?.querySelector(`[data-insert=${act}]`)?.dataset.words ?? "");
  });
  area.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    if (!html || !window.toMarkdown) return;
    const most = Number(area.dataset.most);
    const text = html.length > 20 * most ? "" : window.toMarkdown(html);
    if (!text.trim()) return;
    event.preventDefault();
    if (text.length + area.value.length > most) {
      status.textContent = area.dataset.long;
      return;
    }
    put(text, area.selectionStart, area.selectionEnd);
  });

  // A figure goes where the cursor is; places are counted in signs, as the portal does.
  form.addEventListener("submit", () => {
    form.at.value = [...area.value.slice(0, area.selectionEnd)].length;
  });

  // What changed since the last copy is sent after 4 seconds of quiet; the draft is left alone.
  let known, first = area.value, rest, sending = false;
  const keep = async () => {
    if (sending || area.value === first || form.getAttribute("aria-busy")) return;
    sending = true;
    const now = [...area.value];
    let from = 0, back = 0;
    const old = known ?? [], most = Math.min(now.length, old.length);
    while (from < most && now[from] === old[from]) from += 1;
    while (back < most - from && now[now.length - 1 - back] === old[old.length - 1 - back]) back += 1;
    const body = new URLSearchParams({
      csrf: form.csrf.value, office_of_form: form.office_of_form.value, version: form.version.value,
      turn: form.turn.value, from, until: old.length - back, length: now.length,
      whole: known ? "" : "yes", put: now.slice(from, now.length - back).join(""),
    });
    try {
      const answer = await fetch(area.dataset.editor, { method: "POST", body, headers: { "HX-Request": "true" } });
      const said = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok && said.turn) {
        form.turn.value = said.turn;
        known = now;
        first = now.join("");
      }
      status.textContent = said.says ?? status.dataset.lost;
    } catch {
      status.textContent = status.dataset.lost;
    }
    sending = false;
    if (area.value !== first) plan();
  };
  const plan = () => {
    clearTimeout(rest);
    rest = setTimeout(keep, Number(area.dataset.pause) || 4000);
  };
  area.addEventListener("input", plan);
})();
