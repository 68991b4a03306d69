// Suggestions above the composer. The focus stays in the text field; the list is steered from there.
// items: {label, hint, mark, value}

import { byId, el } from "./dom.js";

let items = [];
let active = -1;
let chosen = null;
let owner = null;

export function offer(input, { title, note = "", list, start = 0, onChoose }) {
  const box = byId("suggest");
  owner = input;
  items = list;
  chosen = onChoose;
  active = list.length ? start : -1;
  box.replaceChildren(
    el("div", { class: "suggest-head" }, el("b", {}, title), note && el("span", {}, note)),
    ...(list.length ? [el("div", { class: "choices", role: "listbox", id: "suggest-list", "aria-label": title }, list.map(option))] : []),
  );
  box.hidden = false;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", "suggest-list");
  input.setAttribute("aria-expanded", String(list.length > 0));
  input.setAttribute("aria-autocomplete", "list");
  mark();
}

function option(item, index) {
  return el(
    "div",
    {
      role: "option",
      class: "choice",
      id: `suggest-${index}`,
      onmousedown: (event) => event.preventDefault(), // the field keeps the focus
      onclick: () => pick(index),
      onmousemove: () => active !== index && ((active = index), mark()),
    },
    item.mark,
    el("span", { class: "choice-text" }, el("span", {}, item.label), item.hint && el("small", {}, item.hint)),
  );
}

function mark() {
  for (const [index, node] of [...byId("suggest").querySelectorAll(".choice")].entries()) {
    node.classList.toggle("active", index === active);
    node.setAttribute("aria-selected", String(index === active));
    if (index === active) node.scrollIntoView({ block: "nearest" });
  }
  if (active >= 0) owner?.setAttribute("aria-activedescendant", `suggest-${active}`);
  else owner?.removeAttribute("aria-activedescendant");
}

function pick(index) {
  const item = items[index];
  const done = chosen;
  withdraw();
  done?.(item);
}

export function withdraw() {
  byId("suggest").hidden = true;
  owner?.setAttribute("aria-expanded", "false");
  owner?.removeAttribute("aria-activedescendant");
  items = [];
  active = -1;
  owner = null;
}

export const isOffering = (input) => owner === input && !byId("suggest").hidden;

// Returns whether the key was for the list.
export function steer(event) {
  if (!items.length || event.isComposing) {
    if (event.key !== "Escape" || byId("suggest").hidden) return false;
    withdraw();
    return true;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const by = event.key === "ArrowDown" ? 1 : -1;
    active = active < 0 ? (by > 0 ? 0 : items.length - 1) : (active + by + items.length) % items.length;
    mark();
    return true;
  }
  if ((event.key === "Enter" || event.key === "Tab") && active >= 0 && !event.shiftKey) {
    pick(active);
    return true;
  }
  if (event.key === "Escape") {
    withdraw();
    return true;
  }
  return false;
}
