// saikes: the script of the report. The page says everything without it; it switches languages and themes, filters and
// sorts. Strings go into the page as text alone.
(() => {
  "use strict";
  const root = document.documentElement;
  const LANGUAGES = ["kk", "ru", "en"];
  // A browser may forbid a page from a disk to keep anything.
  const kept = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); return true; } catch { return false; } },
  };
  const asked = new URLSearchParams(location.search);

  // The theme, before anything is drawn.
  const theme = asked.get("theme") || kept.get("saikes-theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  const languageKey = "saikes-language-" + root.dataset.report;
  // The table of texts, read when somebody wants another language.
  let texts = null;
  async function unpacked() {
    const packed = atob(document.getElementById("texts").textContent);
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }

  // Names in backticks are code; where one is left open none is meant.
  function prose(element, text) {
    const parts = text.split("`");
    if (parts.length % 2 === 0) { element.textContent = text; return; }
    element.replaceChildren(...parts.map((part, at) => {
      if (at % 2 === 0) return document.createTextNode(part);
      const code = document.createElement("code");
      code.textContent = part;
      return code;
    }));
  }

  const ATTRIBUTES = ["aria-label", "title", "placeholder"];

  // Of two wishes that come one behind the other the last is heard.
  let wish = "";
  async function speak(language) {
    const at = LANGUAGES.indexOf(language);
    if (at < 0) return;
    wish = language;
    if (!texts) texts = unpacked();
    const rows = await texts;
    if (wish === language) put(rows, language, at);
  }

  function put(rows, language, at) {
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = rows[element.dataset.t][at];
    for (const element of document.querySelectorAll("[data-p]")) prose(element, rows[element.dataset.p][at]);
    for (const name of ATTRIBUTES) {
      for (const element of document.querySelectorAll("[data-t-" + name + "]")) {
        element.setAttribute(name, rows[element.getAttribute("data-t-" + name)][at]);
      }
    }
    root.lang = language;
    for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === language));
    document.dispatchEvent(new CustomEvent("saikes-language"));
  }

  function choose(language) {
    speak(language);
    kept.set(languageKey, language);
    // For pages that may keep nothing: links carry the language on.
    try {
      const url = new URL(location.href);
      url.searchParams.set("lang", language);
      history.replaceState(null, "", url);
    } catch { /* the page still speaks it */ }
  }

  function languages() {
    // A browser that is too old to unpack shows the page in its own language.
    if (!("DecompressionStream" in window)) { document.querySelector(".languages").hidden = true; return; }
    const wanted = asked.get("lang") || kept.get(languageKey);
    // Another language takes other room: who was led to a place is led there again.
    if (wanted && wanted !== root.lang) speak(wanted).then(() => { const target = aim(); if (target) target.scrollIntoView(); });
    for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => choose(button.dataset.lang));
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || link.protocol !== location.protocol || link.pathname === location.pathname) return;
      const url = new URL(link.href);
      if (new URLSearchParams(location.search).has("lang")) url.searchParams.set("lang", root.lang);
      link.href = url.href;
    });
  }

  function themes() {
    const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.querySelector("button.theme").addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      kept.set("saikes-theme", root.dataset.theme);
    });
  }

  function paper() {
    document.querySelector("button.print").addEventListener("click", () => window.print());
    // What is folded is printed too.
    let folded = [];
    addEventListener("beforeprint", () => {
      folded = [...document.querySelectorAll("details:not([open])")].filter((element) => element.checkVisibility());
      for (const element of folded) element.open = true;
    });
    addEventListener("afterprint", () => { for (const element of folded) element.open = false; });
  }

  // One document with several projects shows one at a time; `#all` shows everything. What is hidden can still be found.
  function views() {
    const everything = document.querySelector("a.everything");
    if (!everything) return;
    everything.hidden = false;
    const articles = [...document.querySelectorAll("main > article")];
    function show(article) {
      root.classList.toggle("viewed", Boolean(article));
      for (const other of articles) {
        if (article && other !== article) other.setAttribute("hidden", "until-found"); else other.removeAttribute("hidden");
      }
    }
    function follow() {
      const anchor = decodeURIComponent(location.hash.slice(1));
      if (anchor === "all") { show(null); return; }
      const target = anchor && document.getElementById(anchor);
      const article = target && target.closest("main > article");
      // The skip link leads to what is shown.
      if (anchor && !article) return;
      show(article || articles[0]);
      reveal(target);
      if (target && target !== article) target.scrollIntoView(); else scrollTo(0, 0);
    }
    for (const article of articles) article.addEventListener("beforematch", () => show(article));
    addEventListener("hashchange", follow);
    show(articles[0]);
    if (location.hash) follow();
  }

  // What is folded opens when somebody is led into it.
  function reveal(target) {
    for (let element = target; element; element = element.parentElement) if (element.tagName === "DETAILS") element.open = true;
  }

  // What the address leads to.
  function aim() {
    return location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  }

  function folds() {
    const open = () => {
      const target = aim();
      if (!target) return;
      reveal(target);
      target.scrollIntoView();
    };
    addEventListener("hashchange", open);
    open();
  }

  function matrix() {
    const form = document.querySelector("form.filters");
    const body = document.querySelector(".matrix tbody");
    if (!form || !body) return;
    form.hidden = false;
    const rows = [...body.rows];
    const shown = form.querySelector(".shown");
    const nothing = document.querySelector(".nothing");
    const share = (row) => row.dataset.settled / Math.max(1, row.dataset.applicable);
    const name = (row) => row.querySelector("th a").textContent;
    let order = "risk";

    function filter() {
      const words = form.find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = ["verdict", "stage", "agency"].filter((key) => form[key] && form[key].value);
      let count = 0;
      for (const row of rows) {
        const fits = chosen.every((key) => row.dataset[key] === form[key].value)
          && (!form.short.value || row.dataset.short.split(" ").includes(form.short.value))
          && words.every((word) => row.dataset.find.includes(word));
        row.hidden = !fits;
        count += fits;
      }
      shown.textContent = count;
      nothing.hidden = count > 0;
    }

    function sort() {
      const sorted = [...rows];
      if (order === "name") {
        const collator = new Intl.Collator(root.lang, { numeric: true });
        const keys = new Map(rows.map((row) => [row, name(row)]));
        sorted.sort((left, right) => collator.compare(keys.get(left), keys.get(right)));
      }
      if (order === "coverage") sorted.sort((left, right) => share(left) - share(right));
      body.append(...sorted);
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      if (form.order.value !== order) { order = form.order.value; sort(); }
      filter();
    });
    form.addEventListener("reset", () => setTimeout(() => { order = "risk"; sort(); filter(); }));
    document.addEventListener("saikes-language", () => { if (order === "name") sort(); });
    // A browser may have kept what was chosen before it went back.
    order = form.order.value;
    if (order !== "risk") sort();
    filter();
  }

  document.addEventListener("DOMContentLoaded", () => {
    root.classList.add("scripted");
    document.querySelector(".switches").hidden = false;
    languages();
    themes();
    paper();
    matrix();
    views();
    folds();
  });
})();
