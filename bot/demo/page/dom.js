// Builds elements. Text only ever becomes text nodes, so nothing that a message says can become markup.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && !key.startsWith("aria")) node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  menu: "M4 6h16M4 12h16M4 18h16",
  send: "M4 12l16-8-6 16-3-6z",
  close: "M6 6l12 12M18 6L6 18",
  clock: "M12 3a9 9 0 1 0 .01 0M12 7v5l3 2",
  restart: "M5 12a7 7 0 1 0 2-5M7 3v4h4",
  moon: "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z",
  sun: "M12 8a4 4 0 1 0 .01 0M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5",
  help: "M9 9a3 3 0 1 1 4 2.8c-.8.4-1 .9-1 2.2M12 17.5v.01M12 3a9 9 0 1 0 .01 0",
  reply: "M10 7L5 12l5 5M5 12h9a5 5 0 0 1 5 5v1",
  apps: "M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z",
  down: "M6 9l6 6 6-6",
  eye: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6-10-6-10-6zM12 9.5a2.5 2.5 0 1 0 .01 0",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  thread: "M5 5h14v10H10l-4 4v-4H5z",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  out: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  slash: "M15 5L9 19",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export const byId = (id) => document.getElementById(id);

export function cssColor(number) {
  return `#${Number(number).toString(16).padStart(6, "0")}`;
}

const PALETTE = ["#8a6d1f", "#2f7fb8", "#b8559a", "#5d7c3a", "#a0522d", "#b5562c", "#2b8a6b", "#b04a4a", "#7a63c9"];

export function avatar(person, bot = false) {
  const tile = el("span", { class: bot ? "avatar bot" : "avatar", "aria-hidden": "true" }, (person?.name ?? "?")[0]);
  const sum = [...(person?.name ?? "")].reduce((total, letter) => total + letter.codePointAt(0), 0);
  if (!bot) tile.style.backgroundColor = PALETTE[sum % PALETTE.length];
  return tile;
}

export function announce(text) {
  byId("announce").textContent = text;
}

export function toast(text, kind = "plain") {
  const note = el("div", { class: `toast ${kind}`, role: kind === "bad" ? "alert" : "status" }, text);
  byId("toasts").append(note);
  setTimeout(() => note.remove(), kind === "bad" ? 9000 : 4500);
}
