// The panel that greets a first visit, with things to try.

import { byId, el, icon } from "./dom.js";
import { store, tell, watch } from "./store.js";

const SEEN = "demo-welcome-seen";

export function startWelcome() {
  watch("welcome", show);
  watch("sent", hide);
  let first = localStorage.getItem(SEEN) === null;
  watch("place", () => {
    if (first) show();
    first = false;
  });
}

function hide() {
  byId("welcome").hidden = true;
  localStorage.setItem(SEEN, "yes");
}

function show() {
  const { title, text, suggestions } = store.welcome;
  const panel = byId("welcome");
  panel.replaceChildren(
    el("button", { type: "button", class: "plain-icon close", "aria-label": "Close the welcome", onclick: () => (hide(), byId("text").focus()) }, icon("close")),
    el("h2", {}, title),
    el("p", {}, text),
    el(
      "div",
      { class: "tries" },
      suggestions.map((each) =>
        el("button", { type: "button", class: "try", onclick: () => follow(each.action) }, el("b", {}, each.title), el("span", {}, each.hint)),
      ),
    ),
  );
  panel.hidden = false;
}

function follow(action) {
  hide();
  const [kind, ...rest] = action.split(":");
  if (kind === "fill") tell("compose", rest.join(":"));
  else if (kind === "skip") tell("skip", rest.join(":"));
  else if (kind === "switch") tell("switch");
}
