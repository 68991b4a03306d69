// What this tab knows. Parts arrive from the server whole; messages arrive one by one.

const boot = document.documentElement.dataset;

export const store = {
  token: boot.token,
  welcome: JSON.parse(boot.welcome),
  as: new URLSearchParams(location.search).get("as") ?? "",
  channel: new URLSearchParams(location.search).get("in") ?? "",
  place: null,
  commands: { slash: [], menus: [] },
  clock: { ahead: 0, phase: "running", daily: false },
  order: [],
  messages: new Map(),
  pending: [],
  failures: new Map(),
  seen: new Map(),
  replyTo: null,
  jumpTo: null,
};

const watchers = new Map();

export function watch(topic, action) {
  watchers.set(topic, [...(watchers.get(topic) ?? []), action]);
}

export function tell(topic, ...details) {
  for (const action of watchers.get(topic) ?? []) action(...details);
}

export function take(news) {
  if (news.clock) store.clock = news.clock;
  if (news.commands) store.commands = news.commands;
  if (news.place) takePlace(news.place);
  for (const message of news.messages ?? []) {
    store.messages.set(message.id, message);
    settlePending(message);
  }
  if (news.order) {
    store.order = news.order;
    const alive = new Set(news.order);
    for (const id of store.messages.keys()) if (!alive.has(id)) store.messages.delete(id);
  }
  if (news.clock) tell("clock");
  if (news.place) tell("place");
  if (news.commands) tell("commands");
  if (news.order || news.messages || news.place) tell("messages", news.messages ?? []);
}

function takePlace(place) {
  const first = store.place === null || store.place.me !== place.me;
  store.place = place;
  store.as = place.me;
  store.channel = place.channel;
  for (const channel of place.channels) {
    if (first || channel.id === place.channel || !store.seen.has(channel.id)) {
      if (first || channel.id === place.channel) store.seen.set(channel.id, channel.last);
    }
  }
}

export const now = () => Date.now() + store.clock.ahead * 1000;
export const me = () => store.place?.people.find((person) => person.key === store.place.me);
export const channelOf = (id) => store.place?.channels.find((channel) => channel.id === id);
export const currentChannel = () => channelOf(store.channel);
export const roleOf = (id) => store.place?.roles.find((role) => role.id === id);
export const isBot = (id) => store.place?.bot.id === id;

export function personOf(id) {
  if (isBot(id)) return store.place.bot;
  return store.place?.people.find((person) => person.id === id);
}

export function addPending(entry) {
  store.pending.push(entry);
  tell("messages", []);
}

export function dropPending(entry) {
  store.pending = store.pending.filter((other) => other !== entry);
  tell("messages", []);
}

function settlePending(message) {
  const mine = me()?.id;
  const match = store.pending.find(
    (entry) =>
      !entry.failed &&
      message.at * 1000 >= entry.at - 2000 &&
      (entry.command
        ? message.used?.by === mine && message.used.command === entry.command
        : message.author === mine && message.text === entry.wire),
  );
  if (match) store.pending = store.pending.filter((entry) => entry !== match);
}
