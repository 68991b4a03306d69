// Moments as people read them, on the simulation's clock.

import { el } from "./dom.js";
import { now } from "./store.js";

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const STYLES = {
  t: format({ timeStyle: "short" }),
  T: format({ timeStyle: "medium" }),
  d: format({ dateStyle: "short" }),
  D: format({ dateStyle: "long" }),
  f: format({ dateStyle: "long", timeStyle: "short" }),
  F: format({ dateStyle: "full", timeStyle: "short" }),
};
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const UNITS = [
  ["year", 31536000],
  ["month", 2592000],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

export const short = (seconds) => STYLES.t.format(seconds * 1000);
export const full = (seconds) => STYLES.F.format(seconds * 1000);
export const day = (seconds) => STYLES.D.format(seconds * 1000);

export function relative(seconds) {
  const distance = seconds - now() / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(distance) >= length) ?? UNITS.at(-1);
  return RELATIVE.format(Math.round(distance / size), unit);
}

export function stamp(seconds, style = "f") {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const text = style === "R" ? relative(seconds) : (STYLES[style] ?? STYLES.f).format(date);
  return el("time", { class: "stamp", dateTime: date.toISOString(), title: full(seconds), data: { at: seconds, style } }, text);
}

export function heading(seconds) {
  const today = new Date(now());
  const date = new Date(seconds * 1000);
  if (date.toDateString() === today.toDateString()) return short(seconds);
  return `${STYLES.d.format(date)} ${short(seconds)}`;
}

export function keepFresh() {
  setInterval(() => {
    for (const node of document.querySelectorAll('time[data-style="R"]')) {
      const text = relative(Number(node.dataset.at));
      if (node.textContent !== text) node.textContent = text;
    }
  }, 1000);
}
