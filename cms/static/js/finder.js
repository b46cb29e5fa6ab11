/*
 * The finder without waiting: what the page remembers while htmx swaps the results.
 * In: htmx's events on #finder; out: open panels stay open, the count is spoken, the address stays short.
 * Everything works without this file: the form has a button and every choice is a link.
 */
(() => {
  const root = document.documentElement;
  const form = document.getElementById("finder");
  const body = document.getElementById("finder-body");
  if (!form || !body || !window.htmx) return;
  root.classList.add("js");

  const wide = window.matchMedia("(min-width: 60rem)");
  const panels = () => [...body.querySelectorAll("details[id]")];
  const fitFilters = () => {
    if (wide.matches) document.getElementById("filters").open = true;
  };
  const state = () => new Map(panels().map((panel) => [panel.id, panel.open]));
  for (const rest of body.querySelectorAll(".facet__rest")) rest.open = rest.querySelector(":checked") !== null;
  let served = state(); // as the server sent them
  let open = served; // as the reader left them
  fitFilters();
  wide.addEventListener("change", fitFilters);

  // A new tab or window is the browser's business, not htmx's.
  document.addEventListener("click", (event) => {
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (modified && event.target.closest("a[hx-get]")) event.stopImmediatePropagation();
  }, true);

  form.addEventListener("htmx:configRequest", (event) => {
    const parameters = event.detail.formData;
    for (const [name, value] of [...parameters.entries()]) if (value === "") parameters.delete(name);
  });

  form.addEventListener("htmx:beforeSwap", () => {
    open = state();
  });

  form.addEventListener("htmx:afterSwap", () => {
    // A panel stays as the reader left it, unless a choice has just opened it (a region shows its countries).
    const now = state();
    for (const panel of panels()) {
      const opened = now.get(panel.id) && !served.get(panel.id);
      if (open.has(panel.id) && !opened) panel.open = open.get(panel.id);
    }
    served = now;
    fitFilters();
    const results = document.getElementById("results");
    const box = document.getElementById("q");
    if (document.activeElement !== box) box.value = results.dataset.q;
    document.getElementById("finder-status").textContent = document.getElementById("results-title").textContent;
    // What was chosen is gone (a chip, a page's number): go on reading at the results.
    if (!document.activeElement || document.activeElement === document.body) {
      document.getElementById("results-title").focus({ preventScroll: true });
    }
  });

  // "Show results" on a phone: fold the filters away and go to them.
  form.addEventListener("submit", () => {
    if (!wide.matches) {
      document.getElementById("filters").open = false;
      document.getElementById("results").scrollIntoView();
    }
  });
})();
