// The list of messages: keeps what did not change, follows the end, marks the days.

import { announce, avatar, byId, el, icon } from "./dom.js";
import { render } from "./message.js";
import { currentChannel, dropPending, isBot, me, personOf, store, watch } from "./store.js";
import { day } from "./times.js";

const GROUP_S = 7 * 60;
const NEAR_END = 80;
const kept = new Map();
let shownChannel = null;
let shownLast = null;

export function startMessages() {
  watch("messages", draw);
  watch("jump", jump);
  watch("sent", toEnd);
  watch("commands", () => {
    kept.clear();
    draw([]);
  });
  const scroll = byId("scroll");
  scroll.addEventListener("scroll", () => byId("to-end").toggleAttribute("hidden", nearEnd()));
  byId("to-end").addEventListener("click", toEnd);
  // a picture that arrives late must not push the end out of sight
  scroll.addEventListener("load", () => following && toEnd(), true);
  new ResizeObserver(() => following && toEnd()).observe(scroll);
  scroll.addEventListener("scroll", follow);
}

let following = true;
let seen = 0;

// Only somebody who scrolls up leaves the end; a page that has grown since it moved there does not.
function follow() {
  const { scrollTop } = byId("scroll");
  following = nearEnd() || (following && scrollTop >= seen);
  seen = scrollTop;
}

function nearEnd() {
  const scroll = byId("scroll");
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
}

function toEnd() {
  const scroll = byId("scroll");
  following = true;
  scroll.scrollTop = scroll.scrollHeight;
  seen = scroll.scrollTop;
  byId("to-end").hidden = true;
}

function jump(id) {
  const target = byId(`m-${id}`);
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  target.focus();
  target.classList.add("flash");
  setTimeout(() => target.classList.remove("flash"), 1600);
}

function draw(fresh) {
  if (!store.place) return;
  const list = byId("messages");
  const moved = shownChannel !== store.channel + store.as;
  if (moved) {
    kept.clear();
    list.replaceChildren();
  }
  const focus = focusKey(list);
  const names = JSON.stringify([store.place.people, store.place.channels.filter((each) => each.parent)]);
  const nodes = [start()];
  let before = null;
  for (const id of store.order) {
    const message = store.messages.get(id);
    if (!message) continue;
    if (!before || day(before.at) !== day(message.at)) {
      nodes.push(divider(day(message.at)));
      before = null;
    }
    nodes.push(reuse(message, leads(message, before), names));
    before = message;
  }
  nodes.push(...store.pending.filter((entry) => entry.channel === store.channel).map(pendingRow));
  place(list, nodes);
  restoreFocus(list, focus);
  if (moved) {
    shownChannel = store.channel + store.as;
    shownLast = store.order.at(-1);
    toEnd();
    if (store.jumpTo) jump(store.jumpTo);
    store.jumpTo = null;
    return;
  }
  if (following) toEnd();
  speak(fresh);
}

// An unchanged node stays where it is, with its focus, its open spoilers and its scroll position.
function place(list, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (list.childNodes[index] !== node) list.insertBefore(node, list.childNodes[index] ?? null);
  });
}

function reuse(message, lead, names) {
  const signature = JSON.stringify([message, lead, store.failures.get(message.id), names, store.as]);
  const old = kept.get(message.id);
  if (old?.signature === signature) return old.node;
  const node = render(message, { lead });
  kept.set(message.id, { signature, node });
  return node;
}

function leads(message, before) {
  return (
    !before ||
    before.system ||
    before.author !== message.author ||
    before.ephemeral !== message.ephemeral ||
    message.at - before.at > GROUP_S ||
    Boolean(message.used || message.reply?.id)
  );
}

const fixed = new Map();

function divider(text) {
  if (!fixed.has(text)) fixed.set(text, el("li", { class: "divider", role: "separator", "aria-label": text }, el("span", {}, text)));
  return fixed.get(text);
}

function start() {
  const channel = currentChannel();
  const key = `start-${channel?.id}`;
  if (!fixed.has(key)) {
    const sign = channel?.parent ? icon("thread") : "#";
    fixed.set(
      key,
      el(
        "li",
        { class: "start" },
        el("div", { class: "start-sign", "aria-hidden": "true" }, sign),
        el("h2", {}, channel?.parent ? channel.name : `Welcome to #${channel?.name}`),
        el("p", {}, channel?.topic || (channel?.parent ? "This is the start of the thread." : "")),
      ),
    );
  }
  return fixed.get(key);
}

function pendingRow(entry) {
  const text = entry.command ? `${entry.command}` : entry.text;
  const state = entry.failed
    ? el(
        "div",
        { class: "failed", role: "alert" },
        entry.failed,
        " ",
        el("button", { type: "button", class: "linklike", onclick: () => dropPending(entry) }, "Dismiss"),
      )
    : el("small", { class: "note" }, entry.command ? "Sending command…" : "Sending…");
  return el(
    "li",
    { class: entry.failed ? "message lead" : "message lead pending" },
    avatar(me()),
    el("div", { class: "body" }, el("div", { class: "head" }, el("span", { class: "author" }, me()?.name)), el("div", { class: "markdown" }, text), state),
  );
}

function speak(fresh) {
  const last = store.messages.get(store.order.at(-1));
  if (!last || last.id === shownLast) return;
  shownLast = last.id;
  if (fresh.length && last.author !== me()?.id) {
    const title = last.text || last.embeds[0]?.title || (isBot(last.author) ? "new post" : "new message");
    announce(`${personOf(last.author)?.name ?? last.name}: ${title.slice(0, 200)}`);
  }
}

function focusKey(list) {
  const at = document.activeElement;
  if (!list.contains(at)) return null;
  return { node: at, message: at.closest(".message")?.id, key: at.dataset.key };
}

function restoreFocus(list, focus) {
  if (!focus || focus.node.isConnected) return;
  const message = focus.message && byId(focus.message);
  const same = message && focus.key && message.querySelector(`[data-key="${CSS.escape(focus.key)}"]:not(:disabled)`);
  (same || message || byId("text"))?.focus({ preventScroll: true });
}
