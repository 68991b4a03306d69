// Pictures, files and buttons' emoji. A picture from elsewhere is a link: the demo never goes online.

import { el, icon } from "./dom.js";

const isLocal = (url) => url?.startsWith("/file/");

export function picture(media, { alt = "", spoiler = false, className = "picture" } = {}) {
  const url = media?.url ?? "";
  const text = media?.alt || alt;
  if (!isLocal(url)) return outside(url, text);
  const image = el("img", { src: url, alt: text, title: text || undefined, class: className, loading: "eager" });
  const open = el("a", { href: url, target: "_blank", rel: "noopener", class: "zoom" }, image);
  return spoiler || media.spoiler ? veiled(open) : open;
}

function veiled(content) {
  content.inert = true;
  const reveal = () => {
    content.inert = false;
    cover.remove();
    box.classList.add("open");
  };
  const cover = el("button", { class: "cover", type: "button", onclick: reveal }, "Spoiler");
  const box = el("span", { class: "veiled" }, content, cover);
  return box;
}

function outside(url, text) {
  if (!/^https?:\/\//i.test(url)) return el("span", { class: "outside" }, icon("file"), text || "Picture");
  return el(
    "a",
    { class: "outside", href: url, target: "_blank", rel: "noopener noreferrer" },
    icon("out"),
    text || new URL(url).hostname,
  );
}

function size(bytes) {
  if (!bytes) return "";
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

export function file(item) {
  if (item.picture) return picture(item);
  return el(
    "a",
    { class: "file", href: isLocal(item.url) ? item.url : undefined, download: item.filename },
    icon("file"),
    el("span", {}, el("span", { class: "filename" }, item.filename ?? "file"), el("small", {}, size(item.size))),
  );
}

export function emoji(value) {
  if (!value) return null;
  return el("span", { class: "emoji" }, value.id ? `:${value.name}:` : value.name);
}
