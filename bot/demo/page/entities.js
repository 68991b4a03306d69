// People, roles and channels as items of a list.

import { avatar, cssColor, el } from "./dom.js";
import { store } from "./store.js";

const USER = 5;
const ROLE = 6;
const MENTIONABLE = 7;
const CHANNEL = 8;
const THREADS = [10, 11, 12];

function people() {
  return store.place.people.map((person) => ({ value: person.id, label: person.name, description: person.roles.join(", "), mark: avatar(person) }));
}

function roles() {
  return store.place.roles.map((role) => {
    const mark = el("span", { class: "dot", "aria-hidden": "true" });
    mark.style.backgroundColor = cssColor(role.color);
    return { value: role.id, label: `@${role.name}`, description: "Role", mark };
  });
}

function channels(types) {
  const fits = (channel) => !types?.length || (channel.parent ? types.some((type) => THREADS.includes(type)) : types.includes(0));
  return store.place.channels
    .filter(fits)
    .map((channel) => ({ value: channel.id, label: `#${channel.name}`, description: channel.topic || (channel.parent && "Thread") }));
}

export function forSelect(component) {
  if (component.type === USER) return people();
  if (component.type === ROLE) return roles();
  if (component.type === CHANNEL) return channels(component.channel_types);
  if (component.type === MENTIONABLE) return [...people(), ...roles()];
  return (component.options ?? []).map((option) => ({
    value: option.value,
    label: option.label,
    description: option.description,
    emoji: option.emoji?.name,
    selected: option.default,
  }));
}

// kinds of slash options, as Discord numbers them
export function forOption(option) {
  if (option.choices?.length) return option.choices.map((choice) => ({ value: choice.value, label: choice.name }));
  if (option.type === 5) return [{ value: true, label: "True" }, { value: false, label: "False" }];
  if (option.type === 6) return people();
  if (option.type === 7) return channels(option.channel_types);
  if (option.type === 8) return roles();
  if (option.type === 9) return [...people(), ...roles()];
  return null;
}
