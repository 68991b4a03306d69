// Discord's Markdown as DOM nodes. Blocks first, then what runs within a line.

import { cssColor, el } from "./dom.js";
import { channelOf, isBot, personOf, roleOf, tell } from "./store.js";
import { stamp } from "./times.js";

const FENCE = /```(?:([\w+#.-]+)\n)?([\s\S]*?)```/g;

export function markdown(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(FENCE)) {
    if (!match[2].trim()) continue;
    nodes.push(...blocks(text.slice(end, match.index).replace(/\n$/, "")));
    nodes.push(codeBlock(match[1], match[2]));
    end = match.index + match[0].length;
    if (text[end] === "\n") end += 1;
  }
  nodes.push(...blocks(text.slice(end)));
  return nodes;
}

function codeBlock(language, code) {
  return el(
    "pre",
    { class: "code", tabIndex: 0 },
    language && el("span", { class: "language" }, language),
    el("code", {}, code.replace(/^\n|\n$/g, "")),
  );
}

const HEADING = /^(#{1,3})\s+(.+)$/;
const SMALL = /^-#\s+(.+)$/;
const QUOTE = /^>\s(.*)$/;
const ITEM = /^(\s*)([-*]|\d{1,9}\.)\s+(.+)$/;

function blocks(text) {
  if (!text) return [];
  const lines = text.split("\n");
  const nodes = [];
  let plain = [];
  const flush = () => {
    if (plain.length) nodes.push(el("div", { class: "line" }, inline(plain.join("\n"))));
    plain = [];
  };
  const run = (start, pattern) => {
    let end = start;
    while (end < lines.length && pattern.test(lines[end])) end += 1;
    return end;
  };
  for (let i = 0; i < lines.length; ) {
    const line = lines[i];
    if (line.startsWith(">>> ")) {
      flush();
      nodes.push(el("blockquote", {}, blocks([line.slice(4), ...lines.slice(i + 1)].join("\n"))));
      return nodes;
    }
    const heading = HEADING.exec(line);
    const small = SMALL.exec(line);
    if (heading) {
      flush();
      // below the page's own headings in the outline
      nodes.push(el(`h${heading[1].length + 2}`, { class: `h h${heading[1].length}` }, inline(heading[2])));
      i += 1;
    } else if (small) {
      flush();
      nodes.push(el("div", { class: "small" }, inline(small[1])));
      i += 1;
    } else if (QUOTE.test(line)) {
      flush();
      const end = run(i, QUOTE);
      nodes.push(el("blockquote", {}, blocks(lines.slice(i, end).map((each) => QUOTE.exec(each)[1]).join("\n"))));
      i = end;
    } else if (ITEM.test(line)) {
      flush();
      const end = run(i, ITEM);
      nodes.push(...lists(lines.slice(i, end).map((each) => ITEM.exec(each))));
      i = end;
    } else {
      plain.push(line);
      i += 1;
    }
  }
  flush();
  return nodes;
}

function lists(items) {
  const depth = items[0][1].length;
  const nodes = [];
  let sort = null;
  for (let i = 0; i < items.length; ) {
    const numbered = /\d/.test(items[i][2]);
    if (sort !== numbered) nodes.push(el(numbered ? "ol" : "ul", numbered ? { start: parseInt(items[i][2], 10) } : {}));
    sort = numbered;
    let end = i + 1;
    while (end < items.length && items[end][1].length > depth) end += 1;
    const nested = items.slice(i + 1, end);
    nodes.at(-1).append(el("li", {}, inline(items[i][3]), nested.length ? lists(nested) : null));
    i = end;
  }
  return nodes;
}

const safeUrl = (url) => (/^https?:\/\/[^\s]+$/i.test(url) ? url : null);
const pair = (tag, props = {}) => (match) => el(tag, props, inline(match[1]));

const PLACE = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d+)(?:\/(\d+))?$/;

function anchor(url, children) {
  const place = PLACE.exec(url);
  if (place && channelOf(place[1])) {
    const shown = children === url ? `#${channelOf(place[1]).name}${place[2] ? " › message" : ""}` : children;
    return mention(shown, { onclick: () => tell("open", place[1], place[2]) });
  }
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}

function mention(text, { color, onclick } = {}) {
  const node = el(onclick ? "button" : "span", { class: "mention", type: onclick && "button", onclick }, text);
  if (color) node.style.setProperty("--mention", cssColor(color));
  return node;
}

function channelMention(match) {
  const channel = channelOf(match[1]);
  if (!channel) return mention("#unknown");
  const sign = channel.parent ? "↳ " : "#";
  return mention(`${sign}${channel.name}`, { onclick: () => tell("open", channel.id) });
}

function roleMention(match) {
  const role = roleOf(match[1]);
  return mention(`@${role?.name ?? "unknown-role"}`, { color: role?.color });
}

function spoiler(match) {
  const reveal = () => {
    node.classList.add("open");
    node.removeAttribute("role");
    node.removeAttribute("tabindex");
    node.removeAttribute("aria-label");
    content.inert = false;
  };
  const content = el("span", { inert: true }, inline(match[1]));
  const node = el(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabIndex: 0,
      "aria-label": "Spoiler, press to reveal",
      onclick: reveal,
      onkeydown: (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        reveal();
      },
    },
    content,
  );
  return node;
}

function bareLink(match) {
  const url = match[0].replace(/[.,:;"'!?\]]+$|(?<!\([^)]*)\)+$/, "");
  return [anchor(url, url), match[0].slice(url.length)];
}

function maskedLink(match) {
  const url = safeUrl(match[2]);
  return url ? anchor(url, inline(match[1])) : document.createTextNode(match[0]);
}

// tried in this order at each position
const RULES = [
  [/\\([!-/:-@[-`{-~])/y, (match) => match[1]],
  [/(?=(`+))\1([^`]|[^`][\s\S]*?[^`])\1(?!`)/y, (match) => el("code", {}, match[2].trim() || match[2])],
  [/\[((?:\\.|[^\]\\\n])+)\]\(<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+"[^"\n]*")?\)/y, maskedLink],
  [/<(https?:\/\/[^\s>]+)>/y, (match) => anchor(match[1], match[1])],
  [/https?:\/\/[^\s<]+/y, bareLink],
  [/<@!?(\d+)>/y, (match) => mention(`@${personOf(match[1])?.name ?? "unknown"}`, { color: isBot(match[1]) ? null : personOf(match[1])?.color })],
  [/<@&(\d+)>/y, roleMention],
  [/<#(\d+)>/y, channelMention],
  [/<\/([-\w ]+):(\d+)>/y, (match) => mention(`/${match[1]}`, { onclick: () => tell("command", match[1]) })],
  [/<a?:(\w+):(\d+)>/y, (match) => el("span", { class: "emoji", title: match[1] }, `:${match[1]}:`)],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (match) => stamp(Number(match[1]), match[2] ?? "f") ?? match[0]],
  [/@(?:everyone|here)\b/y, (match) => mention(match[0])],
  [/\|\|([\s\S]+?)\|\|/y, spoiler],
  [/\*\*\*(?=\S)((?:\\.|[^\\])+?)\*\*\*(?!\*)/y, (match) => el("strong", {}, el("em", {}, inline(match[1])))],
  [/\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/y, pair("strong")],
  [/__((?:\\.|[^\\])+?)__(?!_)/y, pair("u")],
  [/~~((?:\\.|[^\\])+?)~~/y, pair("s")],
  [/\*(?=\S)((?:\\.|\*\*(?:\\.|[^\\*])+\*\*|[^\\*])+?)\*(?!\*)/y, pair("em")],
  [/(?<!\w)_((?:\\.|__(?:\\.|[^\\_])+__|[^\\_])+?)_(?!\w)/y, pair("em")],
];
const STARTS = /[\\`[<h@|*_~]/;

export function inline(text) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = STARTS.test(text[at]) ? firstRule(text, at) : null;
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) nodes.push(document.createTextNode(plain));
    plain = "";
    nodes.push(...[found.node].flat().filter((node) => node !== ""));
    at = found.end;
  }
  if (plain) nodes.push(document.createTextNode(plain));
  return nodes;
}

function firstRule(text, at) {
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { node: make(match), end: at + match[0].length };
  }
  return null;
}
