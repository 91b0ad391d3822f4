
// The page of a project: tables that can be narrowed down, and what belongs to a finding lit up in the picture.
(() => {
  "use strict";

  function filters() {
    for (const box of document.querySelectorAll(".sheet-filters")) {
      const table = document.getElementById(box.dataset.for);
      if (!table) continue;
      const rows = [...table.tBodies[0].rows];
      const selects = [...box.querySelectorAll("select")];
      const words = box.querySelector("input");
      const told = box.querySelector("output");
      const narrow = () => {
        const wanted = words.value.trim().toLowerCase();
        let shown = 0;
        for (const row of rows) {
          const fits = selects.every((select) => !select.value || row.dataset[select.dataset.key] === select.value)
            && (!wanted || row.textContent.toLowerCase().includes(wanted));
          row.hidden = !fits;
          if (fits) shown += 1;
        }
        told.value = shown + " / " + rows.length;
      };
      for (const control of [...selects, words]) control.addEventListener("input", narrow);
      document.addEventListener("saikes-language", narrow);
      box.hidden = false;
      narrow();
    }
  }

  // Everything that a finding is about is lit as long as somebody looks at it.
  function light(fingerprint) {
    for (const lit of document.querySelectorAll(".pic .lit")) lit.classList.remove("lit");
    if (!fingerprint) return;
    for (const part of document.querySelectorAll('.pic [data-finding~="' + CSS.escape(fingerprint) + '"]')) part.classList.add("lit");
  }

  // A row that a filter hides, or a place in something folded, is shown when somebody asks for it.
  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let folded = target.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
    if (target.hidden) target.hidden = false;
    if (target.closest(".pic")) target.scrollIntoView({ block: "center", inline: "center" });
    light(target.dataset.finding && target.classList.contains("finding") ? target.dataset.finding : "");
  }

  // The states are drawn in the same places: what is moved in one picture is moved in the other.
  function together() {
    for (const panels of document.querySelectorAll(".panels")) {
      const areas = [...panels.querySelectorAll(".scroll")];
      for (const area of areas) {
        area.addEventListener("scroll", () => {
          for (const other of areas) {
            if (other.scrollLeft !== area.scrollLeft) other.scrollLeft = area.scrollLeft;
            if (other.scrollTop !== area.scrollTop) other.scrollTop = area.scrollTop;
          }
        }, { passive: true });
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    filters();
    together();
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a.on-graph");
      if (!link) return;
      // After the browser went there, which puts out what was lit before.
      const fingerprint = link.closest("[data-finding]").dataset.finding;
      setTimeout(() => light(fingerprint), 0);
      addEventListener("hashchange", () => light(fingerprint), { once: true });
    });
    addEventListener("hashchange", reveal);
    reveal();
  });
})();
