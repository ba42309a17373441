// The few words for touching the page.

export const $ = (id) => document.getElementById(id);

/** Set text only where it changes, so that screen readers are not told the same twice. */
export function put(id, text) {
  const element = $(id);
  if (element.textContent !== text) element.textContent = text;
}

export function useIcon(button, name) {
  $(button).querySelector("use").setAttribute("href", `#icon-${name}`);
}
