// For the page of wrong addresses of a site that does not know where it is published. That page is shown at depths
// nobody knows; it asks for this script at several, and the nearest that is there knows the way to the top.
(() => {
  "use strict";

  const page = document.documentElement;
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  const top = own.src.replace(/assets\/root\.js$/, "");
  if (page.dataset.top) return;
  page.dataset.top = top;
  if (top === new URL(".", location.href).href) return;

  page.dataset.root = top;
  for (const name of ["href", "src", "action"]) {
    for (const element of document.querySelectorAll(`:not(script)[${name}]`)) {
      const address = element.getAttribute(name) ?? "";
      if (!/^([a-z]+:|[/#])/i.test(address)) element.setAttribute(name, top + address);
    }
  }
  // Those that were not there are asked for again, in their order.
  for (const script of document.querySelectorAll("script:not([data-way])")) {
    const again = document.createElement("script");
    again.async = false;
    again.src = top + script.getAttribute("src");
    script.replaceWith(again);
  }
})();
