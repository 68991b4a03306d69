// A chosen slash command: its options as fields, with suggestions, checks, and the errors where they belong.

import { act } from "./api.js";
import { byId, el, icon } from "./dom.js";
import { forOption } from "./entities.js";
import { showModal } from "./modal.js";
import { ATTACHMENT, bounds, read, valueOf, wrong } from "./option.js";
import { addPending, dropPending, store, tell, watch } from "./store.js";
import { isOffering, offer, steer, withdraw } from "./suggest.js";

const DEBOUNCE_MS = 160;
let current = null; // {command, fields, bar, added}

export function startPicker() {
  watch("leave-command", () => leave(""));
  watch("commands", () => {
    const still = current && store.commands.slash.some((command) => command.name === current.command.name);
    if (current && !still) leave("");
  });
}

export function openCommand(command, given = {}) {
  if (!command) return false;
  withdraw();
  current?.bar.remove();
  byId("plain").hidden = true;
  current = { command, fields: new Map(), bar: null, added: el("div", { class: "options" }) };
  const bar = el(
    "form",
    { class: "commandbar", noValidate: true, "aria-label": `Command ${command.name}`, onsubmit: submit, onkeydown: keyed },
    el("span", { class: "command-name" }, `/${command.name}`),
    current.added,
    el("button", { type: "submit", class: "plain-icon send", "aria-label": "Send the command" }, icon("send")),
    el("button", { type: "button", class: "plain-icon", "aria-label": "Leave the command", onclick: () => leave("", true) }, icon("close")),
  );
  current.bar = bar;
  byId("composer").append(bar);
  for (const option of command.options) if (option.required || given[option.name] !== undefined) add(option, given[option.name]);
  more();
  focusFirst();
  return true;
}

function more() {
  current.bar.querySelector(".more")?.remove();
  const rest = current.command.options.filter((option) => !current.fields.has(option.name));
  if (!rest.length) return;
  const buttons = rest.map((option) =>
    el(
      "button",
      {
        type: "button",
        class: "add-option",
        title: option.description,
        onclick: () => {
          add(option);
          more();
          current.fields.get(option.name).input.focus();
        },
      },
      `+ ${option.name}`,
    ),
  );
  current.added.after(el("div", { class: "more", role: "group", "aria-label": "Optional options" }, buttons));
}

function focusFirst() {
  const fields = [...current.fields.values()];
  const empty = fields.find((field) => !field.input.value);
  (empty?.input ?? current.bar.querySelector(".send")).focus();
  if (!fields.length) hint();
}

function hint() {
  const button = current.bar.querySelector(".send");
  offer(button, { title: `/${current.command.name}`, note: `${current.command.description} — press Enter to send`, list: [], onChoose: () => {} });
  button.addEventListener("blur", () => isOffering(button) && withdraw(), { once: true });
}

function add(option, value) {
  const id = `option-${option.name}`;
  const attachment = option.type === ATTACHMENT;
  const numeric = option.type === 4 ? "numeric" : option.type === 10 ? "decimal" : "text";
  const input = el("input", {
    id,
    class: "option-input",
    type: attachment ? "file" : "text",
    inputMode: numeric,
    autocomplete: "off",
    spellcheck: false,
    maxLength: option.max_length ?? 6000,
    placeholder: option.required ? "" : "optional",
    "aria-required": String(Boolean(option.required)),
    "aria-describedby": `${id}-error`,
  });
  const error = el("span", { class: "problem", id: `${id}-error`, role: "alert" });
  const node = el("div", { class: "option" }, el("label", { for: id }, option.name), input, error);
  const field = { option, input, error, node, picked: null, number: 0, timer: 0, list: forOption(option) };
  input.addEventListener("input", () => {
    complain(field, "");
    field.picked = null;
    fit(input);
    suggest(field, true);
  });
  input.addEventListener("focus", () => suggest(field, false));
  input.addEventListener("blur", () => {
    clearTimeout(field.timer);
    field.number += 1;
    if (isOffering(input)) withdraw();
  });
  current.fields.set(option.name, field);
  current.added.append(node);
  if (value !== undefined) restore(field, value);
  fit(input);
}

function restore(field, value) {
  const known = field.list?.find((item) => item.value === value);
  field.picked = value.picked ?? (known && { label: known.label, value: known.value });
  field.input.value = field.picked?.label ?? value.text ?? value;
}

function fit(input) {
  if (input.type !== "file") input.style.width = `${Math.min(Math.max(input.value.length + 2, 10), 44)}ch`;
}

function complain(field, text) {
  field.error.textContent = text;
  field.node.classList.toggle("wrong", Boolean(text));
  field.input.setAttribute("aria-invalid", String(Boolean(text)));
}

function show(field, items, note = "") {
  if (document.activeElement !== field.input) return;
  offer(field.input, {
    title: field.option.name,
    note: note || field.option.description,
    list: items,
    start: field.picked ? -1 : 0,
    onChoose: (item) => take(field, item),
  });
}

function take(field, item) {
  field.picked = { label: item.label, value: item.value };
  field.input.value = item.label;
  complain(field, "");
  fit(field.input);
  const next = [...current.fields.values()].find((other) => !other.input.value && other.option.required);
  (next?.input ?? field.input).focus();
}

function suggest(field, typing) {
  const typed = field.picked ? "" : field.input.value.toLowerCase();
  if (field.list) {
    show(field, field.list.filter((item) => item.label.toLowerCase().includes(typed)).map((item) => ({ ...item, hint: item.description })));
  } else if (field.option.autocomplete && !field.picked) {
    clearTimeout(field.timer);
    field.timer = setTimeout(() => ask(field), typing ? DEBOUNCE_MS : 0);
  } else show(field, [], bounds(field.option));
}

async function ask(field) {
  const number = (field.number += 1);
  const words = { name: current.command.name, option: field.option.name, value: field.input.value, options: values() };
  const slow = setTimeout(() => number === field.number && show(field, [], "Loading options…"), 400);
  let answer = { again: true };
  for (let tries = 0; answer.again && tries < 3 && number === field.number; tries += 1) answer = await act("complete", words);
  clearTimeout(slow);
  if (number !== field.number || !current) return; // a later question has been asked
  const items = (answer.choices ?? []).map((choice) => ({ label: choice.name, value: choice.value }));
  const note = answer.error ?? answer.notice ?? (items.length ? "" : `${field.option.description} — no suggestion`);
  show(field, items, note);
}

function values() {
  const given = [...current.fields].map(([name, field]) => [name, valueOf(field)]);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

async function submit(event) {
  event.preventDefault();
  const { command, fields } = current;
  for (const field of fields.values()) complain(field, wrong(field));
  const bad = [...fields.values()].find((field) => field.error.textContent);
  if (bad) return bad.input.focus();
  for (const field of fields.values()) if (field.option.type === ATTACHMENT && field.input.files[0]) field.data = await read(field.input.files[0]);
  const options = values();
  const kept = Object.fromEntries([...fields].map(([name, field]) => [name, { text: field.input.value, picked: field.picked }]));
  const entry = { command: `/${command.name}`, channel: store.channel, at: Date.now() + store.clock.ahead * 1000 };
  leave("", true);
  addPending(entry);
  tell("sent");
  const answer = await act("slash", { name: command.name, options });
  if (answer.modal) showModal(answer.modal, answer.key);
  if (answer.notice) {
    entry.failed = answer.notice;
    return tell("messages", []);
  }
  dropPending(entry);
  return answer.error ? reopen(command, kept, answer) : undefined;
}

function reopen(command, kept, answer) {
  openCommand(command, kept);
  const field = current.fields.get(answer.field) ?? [...current.fields.values()][0];
  if (!field) return tell("trouble", answer.error);
  complain(field, answer.error);
  return field.input.focus();
}

function keyed(event) {
  const field = [...current.fields.values()].find((each) => each.input === event.target);
  if (field && isOffering(field.input) && steer(event)) return event.preventDefault();
  if (event.key === "Escape") {
    event.preventDefault();
    return leave("", true);
  }
  if (event.key === "Backspace" && (field ? !field.input.value : event.target.type === "submit")) {
    event.preventDefault();
    return field ? remove(field) : leave(`/${current.command.name}`, true);
  }
  return undefined;
}

function remove(field) {
  const names = [...current.fields.keys()];
  const before = current.fields.get(names[names.indexOf(field.option.name) - 1]);
  if (!before && field.option.required) return leave(`/${current.command.name}`, true);
  if (!field.option.required) {
    current.fields.delete(field.option.name);
    field.node.remove();
    more();
  }
  return (before?.input ?? current.bar.querySelector(".send")).focus();
}

function leave(text, refocus = false) {
  if (!current) return;
  withdraw();
  current.bar.remove();
  current = null;
  byId("plain").hidden = false;
  byId("text").value = text;
  byId("text").dispatchEvent(new Event("input"));
  if (refocus) tell(text ? "compose" : "focus-text", text);
}
