// Turns HTML pasted from a word processor into Markdown: headings, lists, tables, notes, bold,
// italic and links stay, everything else is dropped. Reads the text itself, so that nothing of it
// ever becomes a page; the time is bounded by its length.
(() => {
  const MOST = 1000000; // signs; what is longer is pasted as plain text
  const NAMES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", shy: "", ndash: "–", mdash: "—", lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", hellip: "…", bull: "•", middot: "·", laquo: "«", raquo: "»", eacute: "é", egrave: "è", agrave: "à", ccedil: "ç" };
  const HIDDEN = new Set(["style", "script", "title", "xml", "head", "template", "object", "svg", "math"]);
  const BLOCKS = new Set(["p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dt", "dd", "section", "article", "ul", "ol", "table", "hr"]);

  const decoded = (text) => text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (all, name) => {
    if (name[0] !== "#") return NAMES[name] ?? NAMES[name.toLowerCase()] ?? all;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code === 160 ? " " : code > 31 && code < 0x110000 && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : " ";
  });
  const attribute = (tag, name) => {
    const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(tag);
    return found ? decoded(found[1] ?? found[2] ?? found[3]) : "";
  };
  // Signs that Markdown would obey are written so that they stay what they are.
  const plain = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u00ad\ue000-\ue003]/g, "").replace(/[\\`*_[\]<|~]/g, "\\$&");
  const line = (text) => text.replace(/[ \t\n\r\f\u00a0]+/g, " ").trim();

  // Marks stand as private signs until the words of a block are known: they hug words, not spaces.
  const BOLD = "\ue000", ITALIC = "\ue002", CLOSED = { [BOLD]: "\ue001", [ITALIC]: "\ue003" };
  const marked = (text) => line(line(text)
    .replace(/ ([\ue001\ue003]+)/g, "$1 ").replace(/([\ue000\ue002]+) /g, " $1")
    .replace(/\ue002\ue003/g, "").replace(/\ue000\ue001/g, "").replace(/\ue002\ue003/g, "")
    .replace(/\ue001( ?)\ue000/g, "$1").replace(/\ue003( ?)\ue002/g, "$1"))
    .replace(/[\ue000\ue001]/g, "**").replace(/[\ue002\ue003]/g, "*");

  function toMarkdown(html) {
    if (html.length > MOST) return "";
    const start = html.indexOf("<!--StartFragment-->"), end = html.lastIndexOf("<!--EndFragment-->");
    const read = html.slice(start < 0 ? 0 : start + 20, end < 0 ? undefined : end);
    const out = [], notes = new Map(), marks = [], lists = [];
    let text = "", kind = "", level = 0, hidden = 0, skip = 0, table = null, note = "", link = "", item = "";

    const flush = () => {
      for (const mark of [...marks].reverse()) text += CLOSED[mark];
      const words = marked(text);
      text = marks.join("");
      if (!words) return;
      if (table) { table.cell.push(words); return; }
      if (note) {
        notes.set(note, [...(notes.get(note) ?? []), words]);
        return;
      }
      if (kind === "heading") out.push({ kind, text: `${"#".repeat(level)} ${words.replace(/\*\*/g, "")}` });
      else if (kind === "item") out.push({ kind, text: `${"   ".repeat(level)}${item} ${words}` });
      else if (kind === "quote") out.push({ kind, text: `> ${words}` });
      else out.push({ kind: "paragraph", text: words.replace(/^(#{1,6} |>|[-+] |\d+[.)] )/, "\\$1").replace(/^\\(\d+)([.)])/, "$1\\$2") });
    };
    const rows = () => {
      const width = Math.max(...table.rows.map((row) => row.length));
      const write = (row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`;
      const [first, ...others] = table.rows;
      return [write(first), write(Array(width).fill("---")), ...others.map(write)].join("\n");
    };
    const ends = () => {
      if (!table || table.depth) return;
      const made = table.rows.length && table.rows.some((row) => row.some(Boolean)) ? rows() : "";
      table = null;
      if (made) out.push({ kind: "table", text: made });
    };
    const opens = (name, tag) => {
      if (BLOCKS.has(name) && !(table && name !== "table")) flush();
      else if (BLOCKS.has(name) && table) text += " ";
      if (/^h[1-6]$/.test(name)) { kind = "heading"; level = Math.min(Math.max(Number(name[1]), 2), 4); }
      else if (name === "ul" || name === "ol") lists.push({ ordered: name === "ol", count: 0 });
      else if (name === "li") {
        const list = lists.at(-1) ?? { ordered: false, count: 0 };
        list.count += 1;
        kind = "item";
        level = Math.max(0, lists.length - 1);
        item = list.ordered ? `${list.count}.` : "-";
      } else if (name === "blockquote") kind = "quote";
      else if (name === "p" && !lists.length) word(tag);
      else if (name === "table") { if (table) table.depth += 1; else table = { rows: [], cell: [], depth: 0 }; }
      else if (name === "tr" && table && !table.depth) table.rows.push([]);
      else if ((name === "td" || name === "th") && table && !table.depth) { text = ""; table.cell = []; if (!table.rows.length) table.rows.push([]); }
      else if (name === "b" || name === "strong") { if (!/font-weight:\s*(normal|400)/i.test(tag)) on(BOLD); }
      else if (name === "i" || name === "em") on(ITALIC);
      else if (name === "br") text += " ";
      else if (name === "a") anchor(tag);
      else if (name === "div" && /mso-element:\s*footnote\b(?!-)/i.test(tag)) note = attribute(tag, "id").replace(/\W/g, "");
    };
    const on = (mark) => { if (!marks.includes(mark) && !table) { marks.push(mark); text += mark; } };
    const closesMark = (mark) => {
      const place = marks.lastIndexOf(mark);
      if (place < 0) return;
      marks.splice(place, 1);
      text += CLOSED[mark];
    };
    // Word writes lists as paragraphs that say so in their style.
    const word = (tag) => {
      const style = /mso-list:\s*\S+\s+level(\d)/i.exec(tag), heading = /MsoHeading(\d)|MsoTitle/i.exec(tag);
      kind = style ? "item" : heading ? "heading" : "";
      level = style ? Number(style[1]) - 1 : heading ? Math.min(Math.max(Number(heading[1] ?? 2), 2), 4) : 0;
      item = "-";
    };
    const anchor = (tag) => {
      const href = attribute(tag, "href"), own = /^[^#]*#_(ftn|edn)(\d+)$/.exec(href);
      if (/#_(?:ftn|edn)ref\d+$/.test(href)) skip = 1;
      else if (own) { text += `[^${own[1]}${own[2]}]`; skip = 1; }
      else if (/^(https?:\/\/|mailto:)[^\s()<>]+$/i.test(href)) { link = href; text += "["; }
    };
    const closes = (name) => {
      if (name === "a") { if (link) text += `](${link})`; link = ""; skip = 0; return; }
      if (name === "b" || name === "strong") return closesMark(BOLD);
      if (name === "i" || name === "em") return closesMark(ITALIC);
      if (name === "table" && table) { if (table.depth) table.depth -= 1; else ends(); return; }
      if ((name === "td" || name === "th") && table && !table.depth) {
        table.rows.at(-1).push(marked(text));
        text = "";
        return;
      }
      if (!BLOCKS.has(name) || table) return;
      flush();
      if (name === "ul" || name === "ol") lists.pop();
      if (name === "div" && note && !/^\s*$/.test(note)) note = "";
      kind = name === "li" && lists.length ? "" : /^(h[1-6]|li|p|blockquote|ul|ol)$/.test(name) ? "" : kind;
    };

    const parts = /<!--[\s\S]*?(?:-->|$)|<!\[if !supportLists\]>([\s\S]{0,500}?)<!\[endif\]>|<![^<>]*>|<\?[^<>]*>|<(\/?)([a-zA-Z][\w:-]{0,40})[^<>]*>|[^<]+|<+/g;
    for (const found of read.matchAll(parts)) {
      const [all, bullet, shut, tag] = found;
      if (bullet !== undefined) {
        const mark = line(decoded(bullet.replace(/<[^>]*>/g, "")));
        if (kind === "item") item = /^\(?(\d+|[a-z]|[ivx]+)[.)]/i.test(mark) ? `${/\d+/.exec(mark)?.[0] ?? 1}.` : "-";
      } else if (tag) {
        const name = tag.toLowerCase();
        if (HIDDEN.has(name)) hidden = Math.max(0, hidden + (shut ? -1 : all.endsWith("/>") ? 0 : 1));
        else if (!hidden) { if (shut) closes(name); else opens(name, all); }
      } else if (!all.startsWith("<!") && !all.startsWith("<?") && !hidden && !skip) text += plain(decoded(all).replace(/[\r\n\t]+/g, " "));
    }
    flush();
    ends();
    return written(out, notes);
  }

  // Items of a list stand line by line, everything else apart; notes follow what refers to them.
  function written(out, notes) {
    let made = "", last = "";
    for (const { kind, text } of out) {
      made += !made ? text : `${kind === "item" && last === "item" ? "\n" : "\n\n"}${text}`;
      last = kind;
      for (const [, label] of text.matchAll(/\[\^(\w+)\]/g)) {
        const said = notes.get(label);
        if (!said) continue;
        made += `\n\n[^${label}]: ${said.join(" ")}`;
        notes.delete(label);
        last = "note";
      }
    }
    return made ? `${made}\n` : "";
  }

  globalThis.toMarkdown = toMarkdown;
})();
