// The two ways to the server: acts by POST, and the live connection that brings everything back.

import { store, take, tell } from "./store.js";

export async function act(name, words = {}) {
  try {
    const answer = await fetch(`/do/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Demo-Token": store.token },
      body: JSON.stringify({ as: store.as, in: store.channel, ...words }),
    });
    if (!answer.ok) return { error: await answer.text() };
    return await answer.json();
  } catch {
    return { error: "The demo cannot be reached. Is it still running?" };
  }
}

let socket = null;
let wait = 250;

export function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/live?${new URLSearchParams({ as: store.as, in: store.channel })}`);
  socket.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    if (news.run) {
      if (news.run !== store.token) return location.reload(); // the demo was started anew
      wait = 250;
      store.messages.clear();
      tell("online", true);
    } else take(news);
  });
  socket.addEventListener("close", () => {
    tell("online", false);
    setTimeout(connect, wait);
    wait = Math.min(wait * 2, 4000);
  });
}

export function look({ as = store.as, channel = store.channel }) {
  store.as = as;
  store.channel = channel;
  history.replaceState(null, "", `?${new URLSearchParams({ as, in: channel })}`);
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ as, in: channel }));
}
