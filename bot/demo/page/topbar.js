// The strip at the top: the simulation's time, restarting the bot, the theme, help.

import { act } from "./api.js";
import { byId, icon, toast } from "./dom.js";
import { choose } from "./listbox.js";
import { now, store, tell, watch } from "./store.js";
import { full } from "./times.js";

const SHOWN_FROM_S = 5;
const moment = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export function startTopbar() {
  byId("time").prepend(icon("clock"));
  byId("restart").prepend(icon("restart"));
  byId("help").append(icon("help"));
  byId("drawer-open").append(icon("menu"));
  byId("time").addEventListener("click", timeMenu);
  byId("restart").addEventListener("click", restart);
  byId("help").addEventListener("click", () => tell("welcome"));
  byId("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTheme);
  setTheme(localStorage.getItem("demo-theme"));
  watch("clock", drawClock);
  watch("online", drawOnline);
  watch("skip", (to) => skip({ to }, "Moving to the next daily question"));
  watch("trouble", (text) => toast(text, "bad"));
  setInterval(drawClock, 1000);
}

function drawClock() {
  const { ahead, phase } = store.clock;
  const words = { restarting: "Restarting…", failed: "Bot stopped" }[phase];
  const time = ahead > SHOWN_FROM_S ? moment.format(now()) : "";
  const text = words ?? (phase === "skipping" ? `Skipping… ${time}` : time);
  if (byId("clock").textContent !== text) byId("clock").textContent = text;
  byId("time").classList.toggle("ahead", Boolean(text));
  document.body.classList.toggle("busy", phase === "restarting" || phase === "skipping");
}

function drawOnline(online) {
  byId("offline").hidden = online;
}

function timeMenu() {
  const items = [
    { value: "daily", label: "Skip to the next daily question", description: "Time moves until it is posted" },
    { value: 60, label: "Skip 1 minute" },
    { value: 3600, label: "Skip 1 hour" },
    { value: 86400, label: "Skip 1 day" },
  ].filter((item) => item.value !== "daily" || store.clock.daily);
  choose({
    anchor: byId("time"),
    title: "Move time forward",
    items,
    onDone: ([value]) => (value === "daily" ? skip({ to: "daily" }) : skip({ seconds: value })),
  });
}

async function skip(words) {
  const answer = await act("skip", words);
  if (answer.error) toast(answer.error, "bad");
  else toast(`It is now ${full(answer.now)}.`, "good");
}

async function restart() {
  byId("restart").disabled = true;
  const answer = await act("restart");
  byId("restart").disabled = false;
  if (answer.error) toast(answer.error, "bad");
  else toast("The bot was restarted. Everything is still here.", "good");
}

const isDark = () => (document.documentElement.dataset.theme ?? system()) === "dark";
const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

function setTheme(theme) {
  if (theme) {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("demo-theme", theme);
  }
  drawTheme();
}

function drawTheme() {
  byId("theme").replaceChildren(icon(isDark() ? "sun" : "moon"));
  byId("theme").setAttribute("aria-label", isDark() ? "Use the light theme" : "Use the dark theme");
  byId("theme").title = byId("theme").getAttribute("aria-label");
}

