// Shortens the way for readers with script; every page works without it.
(() => {
  const d = document, status = d.getElementById("status");
  let pause, slow;

  // Spoken once, after 600 ms of quiet.
  const say = (words) => {
    clearTimeout(pause);
    status.textContent = "";
    pause = setTimeout(() => { status.textContent = words; }, 600);
  };
  const focus = (el, options) => {
    if (!el) return;
    if (el.tabIndex < 0) el.tabIndex = -1;
    el.focus(options);
  };
  const find = (nodes, selector) => {
    for (const node of nodes) {
      if (!node.isConnected) continue; // a morph leaves the new nodes behind
      const hit = node.matches?.(selector) ? node : node.querySelector?.(selector);
      if (hit) return hit;
    }
  };

  // No script element leaves the parser; handlers in attributes are stopped by the CSP.
  const rules = { createHTML: (s) => s.replace(/<(\/?)script/gi, "<$1template"), createScript: () => "" };
  const policy = window.trustedTypes?.createPolicy("htmx", rules) ?? rules;

  const free = (form) => { clearTimeout(slow); form?.removeAttribute("aria-busy"); };
  window.htmx?.registerExtension("portal", {
    init: (api) => api.initSecurity(policy),
    htmx_after_settle: (el, { task, newContent }) => {
      if (task.type !== "main") return;
      const refused = d.getElementById("refused");
      if (task.target !== refused) refused?.replaceChildren();
      const words = find(newContent, "[data-say]");
      if (words) say(words.dataset.say || words.textContent);
      if (task.sourceElement?.closest("[data-auto]")) return;
      focus(find(newContent, "[data-focus]") ?? find(newContent, "h1,h2,h3"));
    },
    htmx_finally_request: (el, { ctx }) => {
      free(ctx.request.form ?? el);
      lasts(ctx.response?.headers.get("session-left"));
    },
    htmx_error: () => say(status.dataset.lost),
  });

  // Two minutes before the session ends, the line at the foot steps forward; all tabs know.
  const line = d.getElementById("session");
  let ends, clock, lasts = () => {};
  if (line) {
    const words = line.querySelector("p"), asIs = words.textContent, tabs = new BroadcastChannel("session");
    const tell = (text, due) => {
      line.classList.toggle("due", due);
      if (words.textContent === text) return;
      words.textContent = text;
      if (due) say(text);
    };
    const watch = () => {
      const left = ends - Date.now();
      clearTimeout(clock);
      if (left <= 0) {
        line.querySelector("button")?.remove();
        return tell(line.dataset.over, true);
      }
      const due = left <= 120000;
      tell(due ? line.dataset.warn : words.dataset.now ?? asIs, due);
      clock = setTimeout(watch, Math.min(due ? left : left - 120000, 30000));
    };
    const until = (seconds) => {
      ends = Date.now() + seconds * 1000;
      watch();
    };
    lasts = (seconds) => {
      if (!seconds) return;
      words.dataset.now = line.dataset.stayed;
      until(seconds);
      tabs.postMessage(seconds);
    };
    tabs.onmessage = ({ data }) => {
      words.dataset.now = line.dataset.stayed;
      until(data);
    };
    line.addEventListener("submit", (event) => {
      event.preventDefault();
      const body = new URLSearchParams(new FormData(line));
      fetch(line.action, { method: "POST", body, headers: { "HX-Request": "true" } })
        .then((answer) => answer.ok ? lasts(answer.headers.get("session-left")) : until(0))
        .catch(() => say(status.dataset.lost)).finally(() => free(line));
    });
    addEventListener("pageshow", watch);
    until(line.dataset.left);
    tabs.postMessage(line.dataset.left);
  }

  // A form on its way is not sent twice.
  d.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.getAttribute("aria-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.setAttribute("aria-busy", "true");
    // What is saved as a file leaves the page as it is, and nothing says when it came.
    if ("saves" in form.dataset) setTimeout(() => free(form), 2000);
    else slow = setTimeout(() => say(status.dataset.sending), 1000);
  }, true);
  addEventListener("pageshow", () => d.querySelectorAll("form[aria-busy]").forEach(free));

  // Filters apply at each change, search boxes after a rest of 300 ms.
  let rest;
  const apply = (event) => {
    const form = window.htmx && event.target.form?.closest("[data-auto]");
    if (!form) return;
    clearTimeout(rest);
    rest = setTimeout(() => form.requestSubmit(), event.type === "input" ? 300 : 0);
  };
  d.addEventListener("change", (event) => event.target.type === "search" || apply(event));
  d.addEventListener("input", (event) => event.target.type === "search" && apply(event));

  d.addEventListener("click", (event) => {
    const link = event.target.closest?.(".pn");
    if (link) navigator.clipboard?.writeText(link.href).then(() => say(status.dataset.copied), () => {});
  });

  // The contents list marks the section being read.
  const links = new Map();
  for (const link of d.querySelectorAll('.toc a[href^="#"]')) {
    const heading = d.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  if (links.size) {
    const watch = new IntersectionObserver((seen) => {
      const now = seen.find((entry) => entry.isIntersecting);
      if (!now) return;
      links.forEach((link) => link.removeAttribute("aria-current"));
      links.get(now.target).setAttribute("aria-current", "true");
    }, { rootMargin: "0px 0px -70% 0px" });
    links.forEach((_, heading) => watch.observe(heading));
  }

  focus(d.querySelector('[data-focus="load"]'));
})();
