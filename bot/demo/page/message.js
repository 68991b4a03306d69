// One message: who said it, what it holds, and what can be done with it.

import { act } from "./api.js";
import { components } from "./components.js";
import { avatar, cssColor, el, icon, toast } from "./dom.js";
import { embed } from "./embed.js";
import { choose } from "./listbox.js";
import { inline, markdown } from "./markdown.js";
import { file } from "./media.js";
import { showModal } from "./modal.js";
import { channelOf, isBot, personOf, store, tell } from "./store.js";
import { full, heading, short } from "./times.js";

const JUMBO = /^(?:\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}\uFE0F\u200D]*\s*){1,12}$/u;

export function render(message, { lead }) {
  if (message.system && message.system !== "thread_starter_message") return system(message);
  const author = personOf(message.author) ?? { id: message.author, name: message.name };
  const classes = ["message", lead ? "lead" : "follow", message.ephemeral && "ephemeral"].filter(Boolean);
  return el(
    "li",
    { class: classes.join(" "), id: `m-${message.id}`, tabIndex: -1, data: { id: message.id } },
    lead && (above(message) ?? null),
    lead ? avatar(author, isBot(author.id)) : el("span", { class: "side-time", "aria-hidden": "true" }, short(message.at)),
    el(
      "div",
      { class: "body" },
      lead ? header(message, author) : el("span", { class: "hidden" }, `${author.name}, ${short(message.at)}: `),
      content(message),
      failure(message),
      message.ephemeral && ephemeralNote(message),
    ),
    message.thinking ? null : toolbar(message, author),
  );
}

function header(message, author) {
  const name = el("span", { class: "author" }, author.name);
  if (author.color && !isBot(author.id)) name.style.setProperty("--name", cssColor(author.color));
  return el(
    "div",
    { class: "head" },
    name,
    isBot(author.id) && el("span", { class: "badge" }, "APP"),
    el("time", { class: "when", dateTime: new Date(message.at * 1000).toISOString(), title: full(message.at) }, heading(message.at)),
    message.pinned && el("span", { class: "pinned", title: "Pinned" }, icon("pin"), el("span", { class: "hidden" }, "Pinned")),
  );
}

function above(message) {
  if (message.used) {
    const person = personOf(message.used.by);
    return el(
      "div",
      { class: "above" },
      avatar(person),
      el("span", { class: "author small-author" }, person?.name ?? "Someone"),
      " used ",
      el("span", { class: "mention" }, message.used.command),
    );
  }
  if (!message.reply?.id) return null;
  const person = personOf(message.reply.author);
  return el(
    "button",
    { class: "above", type: "button", onclick: () => tell("jump", message.reply.id), "aria-label": `Reply to ${person?.name}: ${message.reply.text}` },
    avatar(person, isBot(message.reply.author)),
    el("span", { class: "author small-author" }, person?.name ?? "Someone"),
    el("span", { class: "snippet" }, inline(message.reply.text.split("\n")[0])),
  );
}

function content(message) {
  if (message.thinking) {
    return el(
      "div",
      { class: "thinking" },
      el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
      `${message.name} is thinking…`,
    );
  }
  const thread = channelOf(message.id);
  const text = message.text && markdown(message.text);
  return [
    text && el("div", { class: JUMBO.test(message.text) ? "markdown jumbo" : "markdown" }, text, message.edited && edited()),
    message.embeds.map(embed),
    message.files.map(file),
    message.components.length ? el("div", { class: "components" }, components(message.components, message)) : null,
    !message.text && message.edited && edited(),
    message.reactions.length
      ? el("div", { class: "reactions" }, message.reactions.map((each) => el("span", { class: "reaction" }, each.emoji, " ", el("b", {}, each.count))))
      : null,
    thread && threadChip(thread),
  ];
}

const edited = () => el("span", { class: "edited" }, " (edited)");

function threadChip(thread) {
  const count = Math.max(0, thread.count);
  return el(
    "button",
    { type: "button", class: "thread-chip", onclick: () => tell("open", thread.id) },
    icon(thread.locked ? "lock" : "thread"),
    el("b", {}, thread.name),
    el("span", {}, `${count} ${count === 1 ? "message" : "messages"}${thread.archived ? " · archived" : ""} ›`),
  );
}

function ephemeralNote(message) {
  return el(
    "div",
    { class: "note" },
    icon("eye"),
    "Only you can see this • ",
    el("button", { type: "button", class: "linklike", onclick: () => act("dismiss", { message: message.id }) }, "Dismiss message"),
  );
}

function failure(message) {
  const reason = store.failures.get(message.id);
  return reason ? el("div", { class: "failed", role: "alert" }, reason) : null;
}

function toolbar(message, author) {
  const reply = () => tell("reply", { id: message.id, name: author.name });
  const apps = el(
    "button",
    {
      type: "button",
      "aria-label": "Apps",
      title: "Apps",
      "aria-haspopup": "listbox",
      onclick: () =>
        choose({
          anchor: apps,
          title: "Apps",
          items: store.commands.menus.map((name) => ({ value: name, label: name, description: store.place.bot.name })),
          onDone: ([name]) => useMenu(name, message),
        }),
    },
    icon("apps"),
  );
  return el(
    "div",
    { class: "toolbar" },
    message.ephemeral ? null : el("button", { type: "button", "aria-label": `Reply to ${author.name}`, title: "Reply", onclick: reply }, icon("reply")),
    store.commands.menus.length && !message.ephemeral ? apps : null,
  );
}

async function useMenu(name, message) {
  const answer = await act("menu", { name, message: message.id });
  if (answer.modal) showModal(answer.modal, answer.key);
  else if (answer.error || answer.notice) toast(answer.error ?? answer.notice, "bad");
  tell("sent");
}

const SYSTEM = {
  thread_created: (message, name) => [name, " started a thread."],
  pins_add: (_message, name) => [name, " pinned a message to this channel."],
  new_member: (_message, name) => [name, " joined the server."],
};

function threadNamed(name) {
  return store.place.channels.find((channel) => channel.parent === store.channel && channel.name === name);
}

function system(message) {
  const name = el("b", {}, personOf(message.author)?.name ?? message.name);
  const words = (SYSTEM[message.system] ?? (() => [name, " ", message.text || message.system.replaceAll("_", " ")]))(message, name);
  const thread = message.system === "thread_created" && threadNamed(message.text);
  // the message that a thread hangs on shows it already
  if (thread && store.messages.has(thread.id)) return el("li", { hidden: true, id: `m-${message.id}` });
  return el(
    "li",
    { class: "message system", id: `m-${message.id}`, tabIndex: -1 },
    icon(message.system === "pins_add" ? "pin" : "thread"),
    el("div", { class: "body" }, words, " ", el("time", { class: "when" }, heading(message.at)), thread && threadChip(thread)),
  );
}
