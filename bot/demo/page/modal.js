// Forms that the bot opens. The dialog element keeps the focus inside and gives it back.

import { act } from "./api.js";
import { defaults, labels } from "./components.js";
import { byId, el, icon, toast } from "./dom.js";
import { forSelect } from "./entities.js";
import { choose } from "./listbox.js";
import { markdown } from "./markdown.js";

const TEXT_INPUT = 4;
const SELECTS = [3, 5, 6, 7, 8];
let number = 0;

export function showModal(modal, key) {
  const fields = [];
  const problem = el("p", { class: "problem", role: "alert" });
  const submit = el("button", { class: "button primary", type: "submit" }, "Submit");
  const form = el("form", { method: "dialog", onsubmit: (event) => send(event) }, el("div", { class: "modal-body" }, modal.components.map((each) => part(each, fields)), problem), el("footer", {}, el("button", { type: "button", class: "button plain", onclick: () => dialog.close() }, "Cancel"), submit));
  const title = el("h2", { id: "modal-title" }, modal.title);
  const dialog = el(
    "dialog",
    { class: "modal", "aria-labelledby": "modal-title", onclose: () => leave() },
    el("header", {}, title, el("button", { type: "button", class: "plain-icon", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"))),
    form,
  );
  const before = document.activeElement;

  function leave() {
    dialog.remove();
    if (before?.isConnected) before.focus();
    else (before?.dataset?.key && document.querySelector(`[data-key="${CSS.escape(before.dataset.key)}"]`) || byId("text"))?.focus();
  }

  async function send(event) {
    event.preventDefault();
    problem.textContent = "";
    const wrong = fields.map((field) => field.check()).find(Boolean);
    if (wrong) return wrong.focus();
    submit.disabled = true;
    const values = Object.fromEntries(fields.map((field) => [field.id, field.value()]).filter(([, value]) => value !== undefined));
    const kinds = Object.fromEntries(fields.map((field) => [field.id, field.kind]));
    const answer = await act("modal", { key, values, kinds });
    submit.disabled = false;
    if (answer.error) {
      problem.textContent = answer.error;
      return undefined;
    }
    dialog.close();
    if (answer.notice) toast(answer.notice, "bad");
    if (answer.modal) showModal(answer.modal, answer.key);
    return undefined;
  }

  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".modal-body :is(input, textarea, .select)")?.focus();
}

function part(component, fields) {
  if (component.type === 10) return el("div", { class: "markdown" }, markdown(component.content));
  if (component.type === 1) return component.components.map((child) => part(child, fields));
  const control = component.type === 18 ? component.component : component;
  return labelled(component.label ?? control.label, component.description, control, fields);
}

function labelled(text, description, control, fields) {
  const id = `field-${(number += 1)}`;
  const required = control.required ?? true;
  const error = el("span", { class: "problem", id: `${id}-error` });
  const field = make(control, id, required, error);
  if (!field) return null;
  fields.push(field);
  field.node.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  return el(
    "div",
    { class: "modal-field" },
    el("label", { for: id, id: `${id}-label` }, text ?? "", required && el("span", { class: "must", "aria-hidden": "true" }, " *")),
    el("small", { id: `${id}-hint` }, description ?? ""),
    field.node,
    error,
  );
}

function make(control, id, required, error) {
  const base = { id: control.custom_id, kind: control.type };
  if (control.type === TEXT_INPUT) return textField(base, control, id, required, error);
  if (SELECTS.includes(control.type)) return selectField(base, control, id, required, error);
  if (control.type === 19) return fileField(base, control, id, required, error);
  if (control.type === 23) return tickField(base, control, id);
  if (control.type === 21 || control.type === 22) return optionsField(base, control, id, required, error);
  return null;
}

function textField(base, control, id, required, error) {
  const long = control.style === 2;
  const node = el(long ? "textarea" : "input", {
    id,
    class: "input",
    value: control.value ?? "",
    placeholder: control.placeholder ?? "",
    maxLength: control.max_length ?? 4000,
    rows: long ? 4 : undefined,
    required,
    autocomplete: "off",
    oninput: () => (error.textContent = ""),
  });
  const check = () => {
    const length = [...node.value].length;
    if (required && !length) error.textContent = "This field is required.";
    else if (length && length < (control.min_length ?? 0)) error.textContent = `Write at least ${control.min_length} characters.`;
    else error.textContent = "";
    return error.textContent ? node : null;
  };
  node.required = false; // checked above, with a message at the field
  node.setAttribute("aria-required", String(required));
  return { ...base, node, check, value: () => node.value };
}

function selectField(base, control, id, required, error) {
  let values = defaults(control);
  const face = el("span");
  const show = () => {
    face.textContent = labels(control, values) || control.placeholder || "Make a selection";
    face.className = values.length ? "" : "placeholder";
  };
  const node = el(
    "button",
    {
      id,
      type: "button",
      class: "select",
      "aria-haspopup": "listbox",
      "aria-labelledby": `${id}-label`,
      onclick: () =>
        choose({
          anchor: node,
          title: control.placeholder ?? "Choose",
          items: forSelect(control).map((item) => ({ ...item, selected: values.includes(item.value) })),
          min: required ? (control.min_values ?? 1) : 0,
          max: control.max_values ?? 1,
          onDone: (chosen) => {
            values = chosen;
            error.textContent = "";
            show();
          },
        }),
    },
    face,
    icon("down"),
  );
  show();
  const check = () => {
    error.textContent = required && !values.length ? "Choose something." : "";
    return error.textContent ? node : null;
  };
  return { ...base, node, check, value: () => values };
}

function fileField(base, control, id, required, error) {
  const node = el("input", { id, type: "file", class: "input", multiple: (control.max_values ?? 1) > 1 });
  const check = () => {
    error.textContent = required ? "Files cannot be sent in the demo." : "";
    return error.textContent ? node : null;
  };
  return { ...base, node, check, value: () => undefined };
}

function tickField(base, control, id) {
  const node = el("input", { id, type: "checkbox", checked: Boolean(control.default) });
  return { ...base, node, check: () => null, value: () => node.checked };
}

function optionsField(base, control, id, required, error) {
  const single = control.type === 21;
  const inputs = control.options.map((option) =>
    el("input", { type: single ? "radio" : "checkbox", name: id, value: option.value, checked: Boolean(option.default) }),
  );
  const node = el(
    "div",
    { id, role: single ? "radiogroup" : "group", "aria-labelledby": `${id}-label`, tabIndex: -1 },
    control.options.map((option, index) => el("label", { class: "tickline" }, inputs[index], option.label)),
  );
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const check = () => {
    error.textContent = required && !chosen().length ? "Choose something." : "";
    return error.textContent ? inputs[0] : null;
  };
  return { ...base, node, check, value: () => (single ? chosen()[0] : chosen()) };
}
