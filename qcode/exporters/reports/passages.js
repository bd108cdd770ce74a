(() => {
  "use strict";
  const words = new Map();
  const buttons = new Map();
  const keep = (map, id, element) => map.has(id) ? map.get(id).push(element) : map.set(id, [element]);
  const ids = (element) => element.dataset.codings.split(" ");
  for (const element of document.querySelectorAll(".passage [data-codings]")) {
    for (const id of ids(element)) keep(element.tagName === "BUTTON" ? buttons : words, id, element);
  }
  const found = (event) => event.target.closest && event.target.closest(".passage [data-codings]");
  const each = (map, element, what) => {
    for (const id of ids(element)) for (const other of map.get(id) || []) what(other);
  };
  let near = null;
  const show = (element, wanted) => {
    each(element.tagName === "BUTTON" ? words : buttons, element, (other) => other.classList.toggle("near", wanted));
  };
  const come = (event) => {
    const element = found(event);
    if (element === near) return;
    if (near) show(near, false);
    near = element;
    if (near) show(near, true);
  };
  document.addEventListener("mouseover", come);
  document.addEventListener("focusin", come);
  const paint = () => {
    for (const element of document.querySelectorAll(".passage .coded.on")) element.classList.remove("on");
    for (const button of document.querySelectorAll('.passage button[aria-pressed="true"]')) {
      each(words, button, (other) => other.classList.add("on"));
    }
  };
  const press = (button, wanted) => button.setAttribute("aria-pressed", String(wanted));
  document.addEventListener("click", (event) => {
    const element = found(event);
    if (!element) return;
    if (element.tagName === "BUTTON") press(element, element.getAttribute("aria-pressed") !== "true");
    else {
      const own = [];
      each(buttons, element, (button) => own.push(button));
      const all = own.every((button) => button.getAttribute("aria-pressed") === "true");
      for (const button of own) press(button, !all);
    }
    paint();
  });
})();
