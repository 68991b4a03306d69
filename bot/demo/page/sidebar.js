// Channels and threads, and the person whom this tab acts as.

import { look } from "./api.js";
import { avatar, byId, el, icon, toast } from "./dom.js";
import { choose } from "./listbox.js";
import { currentChannel, me, store, tell, watch } from "./store.js";

export function startSidebar() {
  watch("place", draw);
  watch("open", open);
  watch("switch", () => byId("me").click());
  byId("me").addEventListener("click", switchPerson);
  byId("drawer-open").addEventListener("click", () => drawer(true));
  byId("drawer-shade").addEventListener("click", () => drawer(false));
  byId("sidebar").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("drawer")) {
      drawer(false);
      byId("drawer-open").focus();
    }
    const links = [...byId("channels").querySelectorAll("button")];
    const at = links.indexOf(document.activeElement);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !by) return;
    event.preventDefault();
    links[(at + by + links.length) % links.length].focus();
  });
}

function drawer(isOpen) {
  document.body.classList.toggle("drawer", isOpen);
  byId("drawer-open").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) byId("channels").querySelector("[aria-current]")?.focus();
}

function open(id, message) {
  drawer(false);
  if (message && id === store.channel) return tell("jump", message);
  store.jumpTo = message ?? null;
  look({ channel: id });
  return byId("text").focus();
}

function draw() {
  const { place } = store;
  byId("guild").textContent = place.guild;
  const focused = document.activeElement?.dataset?.channel;
  byId("channels").replaceChildren(...place.channels.filter((each) => !each.parent).map((each) => entry(each)));
  if (focused) byId("channels").querySelector(`[data-channel="${focused}"]`)?.focus();
  const person = me();
  byId("me").replaceChildren(
    avatar(person),
    el("span", { class: "me-text" }, el("b", {}, person.name), el("small", {}, person.roles.join(", "))),
    el("span", { class: "switch" }, "Act as…"),
  );
  byId("me").setAttribute("aria-label", `You act as ${person.name}. Switch to someone else`);
  const channel = currentChannel();
  byId("title").replaceChildren(el("span", { class: "sign", "aria-hidden": "true" }, channel.parent ? icon("thread") : "#"), el("h1", {}, channel.name));
  byId("topic").textContent = channel.parent ? (channel.archived ? "Archived thread" : "Thread") : (channel.topic ?? "");
  document.title = `${channel.parent ? "" : "#"}${channel.name} — ${place.guild}`;
}

function entry(channel) {
  const threads = store.place.channels.filter((each) => each.parent === channel.id);
  const order = [...threads].sort((a, b) => Number(a.archived) - Number(b.archived) || (a.id < b.id ? 1 : -1));
  return el(
    "li",
    {},
    link(channel, el("span", { class: "sign", "aria-hidden": "true" }, channel.name === "staff" ? icon("lock") : "#")),
    order.length ? el("ul", {}, order.map((thread) => el("li", {}, link(thread, el("span", { class: "sign", "aria-hidden": "true" }, "↳"))))) : null,
  );
}

function link(channel, sign) {
  const current = channel.id === store.channel;
  const unread = !current && channel.last !== null && store.seen.get(channel.id) !== channel.last;
  return el(
    "button",
    {
      type: "button",
      class: ["channel", unread && "unread", channel.archived && "archived"].filter(Boolean).join(" "),
      "aria-current": current ? "page" : null,
      data: { channel: channel.id },
      onclick: () => open(channel.id),
    },
    sign,
    el("span", { class: "channel-name" }, channel.name),
    channel.archived && el("small", {}, channel.locked ? "locked" : "archived"),
    unread && el("span", { class: "hidden" }, " (unread)"),
  );
}

function switchPerson() {
  choose({
    anchor: byId("me"),
    title: "Act as",
    items: store.place.people.map((person) => ({
      value: person.key,
      label: person.name,
      description: person.roles.join(", "),
      mark: avatar(person),
      selected: person.key === store.place.me,
    })),
    onDone: ([key]) => {
      if (key === store.place.me) return;
      look({ as: key });
      drawer(false);
      const { name } = store.place.people.find((person) => person.key === key);
      toast(`You now act as ${name}. Open another tab to be two people at once.`);
      byId("text").focus();
    },
  });
}
