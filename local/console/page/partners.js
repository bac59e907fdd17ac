import { readList, safely } from './api.js';
import { fill, h, notify } from './dom.js';
import { confirmChange } from './dry-run.js';

/**
 * @typedef {{ id: number, name: string, isActive: boolean, parent?: { id: number, name: string } }} Partner
 */

/**
 * Makes the view of the partner tree; branches are read when they are opened.
 * @param {boolean} isReadOnly
 */
export const openPartners = (isReadOnly) => {
  const tree = h('ul', { class: 'tree', role: 'tree', 'aria-label': 'Partners' });
  const hint = h('p', { role: 'status' });
  /** @type {Partner | undefined} */
  let moving;

  const say = () => {
    hint.textContent = moving
      ? `Moving ${moving.name}: pick its new parent with the arrow keys and Enter, or click it. Escape cancels.`
      : isReadOnly
        ? 'Arrow keys walk through the tree.'
        : 'Drag a partner onto its new parent, or select one and press M or the button. A dry run comes first.';
  };

  const startMoving = (/** @type {Partner | undefined} */ partner) => {
    moving = isReadOnly ? undefined : partner;
    say();
  };

  const moveTo = async (/** @type {Partner} */ parent) => {
    const partner = moving;
    startMoving(undefined);
    if (!partner || partner.id === parent.id) return;
    const isMade = await confirmChange({
      title: `Move ${partner.name} below ${parent.name}`,
      label: 'Move it',
      method: 'PATCH',
      path: `/v1/partners/${partner.id}`,
      body: { parent: { id: parent.id } },
    });
    if (!isMade) return;
    notify(`${partner.name} is below ${parent.name} now.`);
    await reload(parent.id);
  };

  const actions = { isReadOnly, startMoving, moveTo, isMoving: () => moving !== undefined };

  const reload = async (/** @type {number | undefined} */ toOpen) => {
    const open = new Set([...tree.querySelectorAll('[aria-expanded="true"]')].map((one) => one.getAttribute('data-id')));
    if (toOpen !== undefined) open.add(String(toOpen));
    const { items, hasMore } = await readList('/v1/partners?limit=100');
    fill(tree, ...items.map((partner) => nodeOf(partner, actions)));
    if (hasMore) notify('There are more root partners than are shown.', 'bad');
    await expandAll(tree, open);
    const [first] = visibleItems(tree);
    if (first) first.tabIndex = 0;
  };

  const moveSelected = () => {
    const selected = tree.querySelector('[tabindex="0"]');
    startMoving(selected ? NODES.get(selected)?.partner : undefined);
  };

  tree.addEventListener('keydown', (event) => onKey(event, tree, actions));
  const element = h(
    'section',
    { 'aria-labelledby': 'partners-title' },
    h('h2', { id: 'partners-title' }, 'Partners'),
    hint,
    h(
      'div',
      { class: 'row' },
      !isReadOnly && h('button', { type: 'button', onclick: moveSelected }, 'Move the selected partner'),
      h('button', { type: 'button', onclick: safely(() => reload(undefined)) }, 'Read again'),
    ),
    tree,
  );
  say();
  return { element, open: safely(() => reload(undefined)) };
};

/**
 * @typedef {object} Actions
 * @property {boolean} isReadOnly
 * @property {(partner: Partner | undefined) => void} startMoving
 * @property {(parent: Partner) => Promise<void>} moveTo
 * @property {() => boolean} isMoving
 */

/** @type {WeakMap<Element, { partner: Partner, expand: (wanted: boolean) => Promise<void> }>} */
const NODES = new WeakMap();

/** @param {Partner} partner @param {Actions} actions @returns {HTMLLIElement} */
const nodeOf = (partner, actions) => {
  const children = h('ul', { role: 'group', hidden: true });
  const toggle = h('span', { 'aria-hidden': 'true', class: 'quiet' }, '▸');
  const label = h(
    'div',
    { class: 'node', draggable: actions.isReadOnly ? undefined : 'true' },
    toggle,
    h('span', {}, partner.name),
    h('span', { class: 'quiet' }, partner.id),
    !partner.isActive && h('span', { class: 'chip' }, 'inactive'),
  );
  const item = h('li', { role: 'treeitem', 'aria-expanded': 'false', 'data-id': partner.id, tabindex: '-1' }, label, children);
  const expand = async (/** @type {boolean} */ wanted) => {
    if (wanted) {
      const { items } = await readList(`/v1/partners?partner=${partner.id}&limit=100`);
      fill(children, ...items.map((child) => nodeOf(child, actions)));
      if (items.length === 0) toggle.textContent = '·';
    }
    children.hidden = !wanted;
    item.setAttribute('aria-expanded', String(wanted));
    if (toggle.textContent !== '·') toggle.textContent = wanted ? '▾' : '▸';
  };
  NODES.set(item, { partner, expand });

  label.addEventListener(
    'click',
    safely(async () => {
      select(item);
      if (actions.isMoving()) await actions.moveTo(partner);
      else await expand(children.hidden !== false);
    }),
  );
  label.addEventListener('dragstart', (event) => {
    event.dataTransfer?.setData('text/plain', String(partner.id));
    actions.startMoving(partner);
  });
  label.addEventListener('dragend', () => actions.startMoving(undefined));
  label.addEventListener('dragover', (event) => {
    event.preventDefault();
    label.classList.add('over');
  });
  label.addEventListener('dragleave', () => label.classList.remove('over'));
  label.addEventListener(
    'drop',
    safely((event) => {
      event.preventDefault();
      label.classList.remove('over');
      return actions.moveTo(partner);
    }),
  );
  return item;
};

/** Returns the nodes that can be seen, in their order. @param {Element} tree */
const visibleItems = (tree) =>
  /** @type {HTMLElement[]} */ ([...tree.querySelectorAll('[role="treeitem"]')]).filter((item) => !item.parentElement?.closest('[hidden]'));

/** @param {HTMLElement} item */
const select = (item) => {
  for (const other of item.closest('[role="tree"]')?.querySelectorAll('[tabindex="0"]') ?? []) other.setAttribute('tabindex', '-1');
  item.tabIndex = 0;
  item.focus();
};

/** @param {Element} tree @param {ReadonlySet<string | null>} open */
const expandAll = async (tree, open) => {
  for (const item of tree.querySelectorAll(':scope > [role="treeitem"], :scope > ul > [role="treeitem"]')) {
    if (!open.has(item.getAttribute('data-id'))) continue;
    await NODES.get(item)?.expand(true);
    await expandAll(item, open);
  }
};

/**
 * The keys of a tree view (WAI-ARIA Authoring Practices).
 * @param {KeyboardEvent} event
 * @param {Element} tree
 * @param {Actions} actions
 */
const onKey = (event, tree, actions) => {
  const item = /** @type {HTMLElement} */ (event.target);
  const node = NODES.get(item);
  if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = visibleItems(tree);
  const at = items.indexOf(item);
  const isOpen = item.getAttribute('aria-expanded') === 'true';
  const go = (/** @type {HTMLElement | null | undefined} */ other) => (other ? select(other) : undefined);
  /** @type {Readonly<Record<string, () => unknown>>} */
  const keys = {
    ArrowDown: () => go(items[at + 1]),
    ArrowUp: () => go(items[at - 1]),
    Home: () => go(items[0]),
    End: () => go(items.at(-1)),
    ArrowRight: () => (isOpen ? go(item.querySelector('[role="treeitem"]')) : node.expand(true)),
    ArrowLeft: () => (isOpen ? node.expand(false) : go(item.parentElement?.closest('[role="treeitem"]'))),
    Enter: () => (actions.isMoving() ? actions.moveTo(node.partner) : node.expand(!isOpen)),
    m: () => actions.startMoving(node.partner),
    M: () => actions.startMoving(node.partner),
    Escape: () => actions.startMoving(undefined),
  };
  const run = keys[event.key];
  if (!run) return;
  event.preventDefault();
  void safely(run)(event);
};
