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
  let texts = [];

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

  function speak(language) {
    const at = LANGUAGES.indexOf(language);
    if (at < 0) return;
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = texts[element.dataset.t][at];
    for (const element of document.querySelectorAll("[data-p]")) prose(element, texts[element.dataset.p][at]);
    for (const name of ATTRIBUTES) {
      for (const element of document.querySelectorAll("[data-t-" + name + "]")) {
        element.setAttribute(name, texts[element.getAttribute("data-t-" + name)][at]);
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
    texts = JSON.parse(document.getElementById("texts").textContent);
    const wanted = asked.get("lang") || kept.get(languageKey);
    if (wanted && wanted !== root.lang) speak(wanted);
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

  document.addEventListener("DOMContentLoaded", () => {
    root.classList.add("scripted");
    document.querySelector(".switches").hidden = false;
    languages();
    themes();
    paper();
  });
})();
