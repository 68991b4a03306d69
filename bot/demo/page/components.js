// Buttons, selects and the layout components, each by Discord's number.

import { act } from "./api.js";
import { cssColor, el, icon } from "./dom.js";
import { forSelect } from "./entities.js";
import { choose } from "./listbox.js";
import { markdown } from "./markdown.js";
import { emoji, file, picture } from "./media.js";
import { showModal } from "./modal.js";
import { store, tell } from "./store.js";

const BUTTONS = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };

const RENDER = {
  1: (row, message) => el("div", { class: "row" }, components(row.components, message)),
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: (section, message) =>
    el(
      "div",
      { class: "section" },
      el("div", { class: "section-text" }, components(section.components, message)),
      components([section.accessory], message),
    ),
  10: (text) => el("div", { class: "markdown" }, markdown(text.content)),
  11: (thumb) => picture(thumb.media, { alt: thumb.description, spoiler: thumb.spoiler, className: "thumb" }),
  12: (gallery) =>
    el(
      "div",
      { class: `gallery many-${Math.min(gallery.items.length, 3)}` },
      gallery.items.map((item) => picture(item.media, { alt: item.description, spoiler: item.spoiler })),
    ),
  13: (item) => file({ ...item.file, picture: false }),
  14: (line) => el("hr", { class: `${line.divider === false ? "blank" : ""} ${line.spacing === 2 ? "wide" : ""}` }),
  17: container,
};

export function components(list, message) {
  return (list ?? []).filter(Boolean).map((component) => RENDER[component.type]?.(component, message) ?? null);
}

function container(data, message) {
  const node = el("div", { class: "container" }, components(data.components, message));
  if (data.accent_color !== null && data.accent_color !== undefined) {
    node.classList.add("accented");
    node.style.setProperty("--accent-bar", cssColor(data.accent_color));
  }
  if (!data.spoiler) return node;
  node.inert = true;
  const cover = el("button", { class: "cover", type: "button" }, "Spoiler");
  cover.addEventListener("click", () => {
    node.inert = false;
    cover.remove();
    box.classList.add("open");
  });
  const box = el("div", { class: "veiled" }, node, cover);
  return box;
}

function button(data, message) {
  const face = [emoji(data.emoji), data.label && el("span", {}, data.label)];
  if (data.style === 5) {
    const url = /^https?:\/\//i.test(data.url ?? "") ? data.url : null;
    return el(
      "a",
      { class: `button link ${data.disabled ? "off" : ""}`, href: data.disabled ? null : url, target: "_blank", rel: "noopener noreferrer" },
      face,
      icon("out"),
    );
  }
  return el(
    "button",
    {
      type: "button",
      class: `button ${BUTTONS[data.style] ?? "secondary"}`,
      disabled: Boolean(data.disabled),
      data: { key: data.custom_id ?? "" },
      "aria-label": data.label ? null : data.emoji?.name,
      onclick: (event) => interact(event.currentTarget, message, "click", { id: data.custom_id }),
    },
    face,
  );
}

function select(data, message) {
  const chosen = defaults(data);
  const node = el(
    "button",
    {
      type: "button",
      class: "select",
      disabled: Boolean(data.disabled),
      data: { key: data.custom_id },
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      onclick: () =>
        choose({
          anchor: node,
          title: data.placeholder ?? "Choose",
          items: forSelect(data).map((item) => ({ ...item, selected: chosen.includes(item.value) })),
          min: data.min_values ?? 1,
          max: data.max_values ?? 1,
          search: data.type !== 3,
          onDone: (values) => interact(node, message, "select", { id: data.custom_id, type: data.type, values }),
        }),
    },
    el("span", { class: chosen.length ? "" : "placeholder" }, labels(data, chosen) || data.placeholder || "Make a selection"),
    icon("down"),
  );
  return node;
}

export function defaults(data) {
  if (data.type === 3) return (data.options ?? []).filter((option) => option.default).map((option) => option.value);
  return (data.default_values ?? []).map((item) => String(item.id));
}

export function labels(data, values) {
  return forSelect(data)
    .filter((item) => values.includes(item.value))
    .map((item) => item.label)
    .join(", ");
}

export async function interact(node, message, name, words) {
  if (node.classList.contains("busy")) return;
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  store.failures.delete(message.id);
  const answer = await act(name, { message: message.id, ...words });
  node.classList.remove("busy");
  node.removeAttribute("aria-busy");
  if (answer.modal) showModal(answer.modal, answer.key);
  const trouble = answer.error ?? answer.notice;
  if (trouble) store.failures.set(message.id, trouble);
  tell("messages", []);
}
