// The text field: messages, mentions, and the way into the command picker.

import { act } from "./api.js";
import { avatar, byId, cssColor, el, icon } from "./dom.js";
import { openCommand } from "./picker.js";
import { addPending, currentChannel, dropPending, me, store, tell, watch } from "./store.js";
import { isOffering, offer, steer, withdraw } from "./suggest.js";

export function startComposer() {
  const text = byId("text");
  text.addEventListener("input", changed);
  text.addEventListener("keydown", keyed);
  text.addEventListener("blur", () => isOffering(text) && withdraw());
  byId("send").addEventListener("click", () => submit());
  byId("slash").addEventListener("click", () => fill("/"));
  watch("place", describe);
  watch("reply", replying);
  watch("command", (name) => {
    if (!openCommand(find(name))) fill(`/${name}`);
  });
  watch("compose", fill);
}

export function fill(words) {
  const text = byId("text");
  tell("leave-command");
  text.value = words;
  text.focus();
  changed();
}

const find = (name) => store.commands.slash.find((command) => command.name === name);

function describe() {
  const channel = currentChannel();
  const text = byId("text");
  const closed = channel?.archived || (channel?.locked && me()?.key !== "staff");
  text.disabled = Boolean(closed);
  byId("slash").disabled = Boolean(closed);
  text.placeholder = closed ? "This thread is archived" : `Message ${channel?.parent ? channel.name : `#${channel?.name}`} — / for commands`;
  text.setAttribute("aria-label", `Message in ${channel?.name}`);
}

function replying(target) {
  store.replyTo = target;
  byId("replying").replaceChildren(
    ...(target
      ? [
          el("span", {}, "Replying to ", el("b", {}, target.name)),
          el("button", { type: "button", class: "plain-icon", "aria-label": "Cancel the reply", onclick: () => replying(null) }, icon("close")),
        ]
      : []),
  );
  byId("replying").hidden = !target;
  byId("text").focus();
}

function changed() {
  const text = byId("text");
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 180)}px`;
  byId("send").hidden = !text.value.trim();
  const command = text.value.startsWith("/") && !text.value.includes("\n");
  if (command) return commands(text);
  const word = /(^|\s)([@#])([\w-]*)$/.exec(text.value.slice(0, text.selectionStart));
  if (word) return mentions(text, word[2], word[3]);
  return isOffering(text) && withdraw();
}

function commands(text) {
  const typed = text.value.slice(1).toLowerCase();
  const whole = typed.endsWith(" ") && find(typed.trim());
  if (whole) return openCommand(whole);
  const wanted = typed.trim();
  const matches = store.commands.slash
    .filter((command) => command.name.includes(wanted))
    .sort((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)) || a.name.localeCompare(b.name));
  return offer(text, {
    title: matches.length ? "Commands" : "No command matches",
    note: matches.length ? "↑↓ to move, Enter to choose" : "Press Esc to write a message",
    list: matches.map((command) => ({
      label: `/${command.name}`,
      hint: command.description,
      mark: avatar(store.place.bot, true),
      value: command,
    })),
    onChoose: (item) => openCommand(item.value),
  });
}

function mentions(text, sign, typed) {
  const starts = (name) => name.toLowerCase().startsWith(typed.toLowerCase());
  const found = sign === "@" ? people().filter((each) => starts(each.value)) : channels().filter((each) => starts(each.value));
  if (!found.length) return withdraw();
  return offer(text, {
    title: sign === "@" ? "Members and roles" : "Channels",
    list: found.map((each) => ({ ...each, label: `${sign}${each.value}` })),
    onChoose: (item) => {
      const end = text.selectionStart;
      const begin = end - typed.length;
      text.setRangeText(`${item.value} `, begin, end, "end");
      changed();
    },
  });
}

function people() {
  const dot = (role) => {
    const node = el("span", { class: "dot" });
    node.style.backgroundColor = cssColor(role.color);
    return node;
  };
  return [
    { value: store.place.bot.name, hint: "App", mark: avatar(store.place.bot, true) },
    ...store.place.people.map((person) => ({ value: person.name, hint: person.roles.join(", "), mark: avatar(person) })),
    ...store.place.roles
      .filter((role) => !store.place.people.some((person) => person.name === role.name))
      .map((role) => ({ value: role.name, hint: "Role", mark: dot(role) })),
  ];
}

const channels = () => store.place.channels.map((channel) => ({ value: channel.name, hint: channel.topic }));

// what people read becomes what Discord sends: @Ada → <@id>
function wire(words) {
  const targets = [
    [`@${store.place.bot.name}`, `<@${store.place.bot.id}>`],
    ...store.place.people.map((person) => [`@${person.name}`, `<@${person.id}>`]),
    ...store.place.roles.map((role) => [`@${role.name}`, `<@&${role.id}>`]),
    ...store.place.channels.map((channel) => [`#${channel.name}`, `<#${channel.id}>`]),
  ].sort((a, b) => b[0].length - a[0].length);
  let result = "";
  for (let at = 0; at < words.length; ) {
    const rest = words.slice(at);
    const hit = targets.find(([name]) => rest.toLowerCase().startsWith(name.toLowerCase()) && !/^[\w-]/.test(rest.slice(name.length)));
    result += hit ? hit[1] : words[at];
    at += hit ? hit[0].length : 1;
  }
  return result;
}

function keyed(event) {
  const text = byId("text");
  if (isOffering(text) && steer(event)) return event.preventDefault();
  if (event.key === "Escape" && store.replyTo) return replying(null);
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    return submit();
  }
  return undefined;
}

async function submit() {
  const text = byId("text");
  const words = text.value.trim();
  if (!words || text.disabled) return;
  const entry = { text: words, wire: wire(words), channel: store.channel, at: Date.now() + store.clock.ahead * 1000 };
  const reply = store.replyTo?.id;
  text.value = "";
  if (store.replyTo) replying(null);
  changed();
  addPending(entry);
  tell("sent");
  const answer = await act("send", { text: entry.wire, reply });
  if (!answer.error) return dropPending(entry);
  entry.failed = answer.error;
  return tell("messages", []);
}
