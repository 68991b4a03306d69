// One option of a command: what may be entered, what was entered, what is wrong with it.

export const ATTACHMENT = 11;

export function bounds({ description, min_value: low, max_value: high, min_length: shortest, max_length: longest }) {
  const span = (from, to) => (from !== undefined && to !== undefined ? `${from} to ${to}` : from !== undefined ? `at least ${from}` : `at most ${to}`);
  if (low !== undefined || high !== undefined) return `${description} (${span(low, high)})`;
  if (shortest || longest) return `${description} (${span(shortest, longest)} characters)`;
  return description;
}

export function wrong(field) {
  const text = field.input.value.trim();
  if (!text) return field.option.required ? "This option is required." : "";
  const listed = !field.list || field.picked?.label === field.input.value || field.list.some((item) => item.label.toLowerCase() === text.toLowerCase());
  if (!listed) return "Choose one of the list.";
  if (field.option.type === 4 && !/^-?\d+$/.test(text) && !field.list) return "Enter a whole number.";
  return "";
}

// What the server gets for a field; undefined where nothing was entered.
export function valueOf(field) {
  const text = field.input.value;
  if (field.data) return field.data;
  if (field.picked?.label === text) return field.picked.value;
  const exact = field.list?.find((item) => item.label.toLowerCase() === text.trim().toLowerCase());
  return exact ? exact.value : text || undefined;
}

export function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, data: reader.result.split(",")[1] });
    reader.onerror = reject;
    reader.readAsDataURL(file);
  });
}
