/** @typedef {Node | string | number | false | null | undefined} Child */

/**
 * Makes an element; texts are put in as text, never as HTML. `on…` members are listeners, `true` an
 * attribute without a value, and `false` or `undefined` none.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, unknown>>} [attributes]
 * @param {...(Child | readonly Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name === 'value') Object.assign(element, { value });
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...nodesOf(children.flat()));
  return element;
};

/** @param {readonly Child[]} children @returns {(Node | string)[]} */
const nodesOf = (children) =>
  children.flatMap((child) => {
    if (child === undefined || child === null || child === false) return [];
    return [typeof child === 'number' ? String(child) : child];
  });

/**
 * Replaces what an element has.
 * @param {Element} element
 * @param {...(Child | readonly Child[])} children
 */
export const fill = (element, ...children) => element.replaceChildren(...nodesOf(children.flat()));

let fields = 0;

/**
 * Makes a control with its label above it.
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
export const field = (label, control, hint) => {
  fields += 1;
  control.id = `field-${fields}`;
  if (hint) control.setAttribute('aria-describedby', `hint-${fields}`);
  return h('div', { class: 'field' }, h('label', { for: control.id }, label), control, hint && h('small', { id: `hint-${fields}` }, hint));
};

/**
 * Makes a table that scrolls in itself; its columns have the names given.
 * @param {string} caption
 * @param {readonly string[]} columns
 * @param {readonly (readonly Child[])[]} rows
 */
export const table = (caption, columns, rows) =>
  h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', {}, caption),
      h('thead', {}, h('tr', {}, ...columns.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((cell) => h('td', {}, cell))))),
    ),
  );

/**
 * Makes a mark of a status: its text says it, the colour repeats it.
 * @param {string} text
 * @param {string} tone
 */
export const mark = (text, tone) => h('span', { class: `mark ${tone}` }, text);

/**
 * Shows a sentence for some seconds, and reads it out.
 * @param {string} text
 * @param {'good' | 'bad'} [tone]
 */
export const notify = (text, tone = 'good') => {
  const notice = h('p', { class: `notice ${tone}` }, text);
  document.getElementById('notices')?.append(notice);
  setTimeout(() => notice.remove(), 8000);
};

/** Formats a time of day of this machine. @param {string} at */
export const timeOf = (at) => `${new Date(at).toLocaleTimeString('en-GB')}.${at.slice(20, 23)}`;

/** Indents a text that is JSON, and leaves others as they are. @param {unknown} value */
export const pretty = (value) => {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2);
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
};
