/** {@return the element of the page with an id} */
export const the = id => document.getElementById(id);

/**
 * Makes an element. Text is always text, never markup: names of files and reasons of failures are other people's.
 *
 * @param {string} name of the element
 * @param {object} properties of the element, `data` for data attributes
 * @param {...(Node|string)} children
 */
export function make(name, properties = {}, ...children) {
  const { data, ...rest } = properties;
  const element = Object.assign(document.createElement(name), rest);
  Object.assign(element.dataset, data);
  element.append(...children);
  return element;
}

/** Sets a text, and leaves the page alone where it is there already: a live region would say it again. */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Tells those who listen to the page. For what matters only: it interrupts. */
export function say(text) {
  write(the('said'), text);
}
