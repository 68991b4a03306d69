// Rich embeds.

import { cssColor, el } from "./dom.js";
import { inline, markdown } from "./markdown.js";
import { picture } from "./media.js";
import { heading } from "./times.js";

export function embed(data) {
  const at = data.timestamp && Date.parse(data.timestamp) / 1000;
  const foot = [data.footer?.text, at && heading(at)].filter(Boolean).join(" • ");
  const node = el(
    "article",
    { class: "embed" },
    el(
      "div",
      { class: data.thumbnail ? "embed-top with-thumb" : "embed-top" },
      el(
        "div",
        { class: "embed-text" },
        data.author?.name && el("div", { class: "embed-author" }, linked(data.author.url, data.author.name)),
        data.title && el("div", { class: "embed-title" }, linked(data.url, inline(data.title))),
        data.description && el("div", { class: "embed-description markdown" }, markdown(data.description)),
      ),
      data.thumbnail && picture(data.thumbnail, { className: "thumb" }),
    ),
    data.fields?.length ? el("div", { class: "embed-fields" }, data.fields.map(field)) : null,
    data.image && picture(data.image),
    foot && el("div", { class: "embed-footer" }, foot),
  );
  if (data.color !== undefined && data.color !== null) node.style.setProperty("--accent-bar", cssColor(data.color));
  return node;
}

function field(data) {
  return el(
    "div",
    { class: data.inline ? "field inline" : "field" },
    el("div", { class: "field-name" }, inline(data.name)),
    el("div", { class: "field-value markdown" }, markdown(data.value)),
  );
}

function linked(url, content) {
  if (!/^https?:\/\//i.test(url ?? "")) return content;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, content);
}
