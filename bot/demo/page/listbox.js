// One list of choices that takes the focus: selects, menus, the member switcher.
// items: {value, label, description, emoji, mark, selected, disabled}

import { byId, el } from "./dom.js";

let open = null;

export function choose({ anchor, title, items, min = 1, max = 1, search = false, onDone }) {
  open?.finish(false);
  const chosen = new Set(items.filter((item) => item.selected).map((item) => item.value));
  const before = [...chosen].join("\n");
  const multi = max > 1;
  let shown = items;
  let active = Math.max(0, items.findIndex((item) => chosen.has(item.value)));

  const list = el("div", { class: "choices", role: "listbox", "aria-label": title, "aria-multiselectable": multi ? "true" : null, tabIndex: search ? -1 : 0 });
  const filter = search
    ? el("input", { class: "filter", placeholder: "Search", "aria-label": `Search: ${title}`, autocomplete: "off", oninput: () => narrow() })
    : null;
  const done = multi
    ? el("button", { type: "button", class: "button primary", onclick: () => finish(true) }, "Done")
    : null;
  const box = el("div", { class: "popover" }, filter, list, done);
  const target = filter ?? list;

  function draw() {
    list.replaceChildren(
      ...shown.map((item, index) => {
        const option = el(
          "div",
          {
            role: "option",
            class: "choice",
            id: `choice-${index}`,
            "aria-selected": String(chosen.has(item.value)),
            "aria-disabled": item.disabled ? "true" : null,
            data: { value: item.value },
            onclick: () => pick(index),
            onmousemove: () => active !== index && move(index - active),
          },
          item.mark ?? (item.emoji && el("span", { class: "emoji" }, item.emoji)),
          el("span", { class: "choice-text" }, el("span", {}, item.label), item.description && el("small", {}, item.description)),
          multi && el("span", { class: "tick", "aria-hidden": "true" }, chosen.has(item.value) ? "✓" : ""),
        );
        option.classList.toggle("active", index === active);
        return option;
      }),
      shown.length ? "" : el("div", { class: "nothing" }, "No matches"),
    );
    target.setAttribute("aria-activedescendant", `choice-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function move(by) {
    active = (active + by + shown.length) % (shown.length || 1);
    for (const [index, node] of [...list.children].entries()) node.classList.toggle("active", index === active);
    target.setAttribute("aria-activedescendant", `choice-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function narrow() {
    const wanted = filter.value.toLowerCase();
    shown = items.filter((item) => item.label.toLowerCase().includes(wanted));
    active = 0;
    draw();
  }

  function pick(index) {
    const item = shown[index];
    if (!item || item.disabled) return;
    if (!multi) {
      if (min === 0 && chosen.has(item.value)) chosen.clear();
      else {
        chosen.clear();
        chosen.add(item.value);
      }
      finish(true);
      return;
    }
    if (chosen.has(item.value)) chosen.delete(item.value);
    else if (chosen.size < max) chosen.add(item.value);
    active = index;
    draw();
    done.disabled = chosen.size < min;
  }

  function finish(commit) {
    if (open?.box !== box) return;
    open = null;
    box.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    if (anchor.isConnected) anchor.focus();
    else byId("text")?.focus();
    const values = items.filter((item) => chosen.has(item.value)).map((item) => item.value);
    if (commit && chosen.size >= min && (!multi || values.join("\n") !== before)) onDone(values);
  }

  const outside = (event) => {
    if (!box.contains(event.target)) finish(multi);
  };
  box.addEventListener("keydown", (event) => {
    const keys = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Home: () => move(-active),
      End: () => move(shown.length - 1 - active),
      Enter: () => (event.target === done ? finish(true) : pick(active)),
      Escape: () => finish(false),
      Tab: () => finish(multi),
    };
    if (event.key === " " && event.target === list) keys[" "] = () => pick(active);
    if (event.key === "Tab" && done && event.target !== done && !event.shiftKey) keys.Tab = () => done.focus();
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });

  (anchor.closest("dialog") ?? document.body).append(box);
  anchor.setAttribute("aria-expanded", "true");
  open = { box, finish };
  document.addEventListener("pointerdown", outside, true);
  draw();
  place(box, anchor);
  if (done) done.disabled = chosen.size < min;
  target.focus();
}

function place(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const width = Math.min(Math.max(at.width, 220), innerWidth - 16);
  box.style.width = `${width}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  const below = innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const up = below < Math.min(box.offsetHeight, 260) && above > below;
  box.style.maxHeight = `${Math.max(120, Math.min(340, up ? above : below))}px`;
  if (up) box.style.bottom = `${innerHeight - at.top + 4}px`;
  else box.style.top = `${at.bottom + 4}px`;
}
