// Shared by all components. Text is only ever set as text: there is no innerHTML anywhere.

function el(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined && text !== null) { node.textContent = text; node.dir = 'auto'; }
  return node;
}

// What a component remembers between calls: the default export runs again on every change of data.
const memories = new WeakMap();
function memoryOf(root) {
  if (!memories.has(root)) memories.set(root, {});
  return memories.get(root);
}

// Draws one part of a component again only if what it shows has changed.
function part(memory, parent, name, value, draw) {
  const now = JSON.stringify(value ?? null);
  memory.parts ??= {};
  if (!memory.parts[name]) { memory.parts[name] = { node: el('div', name) }; parent.append(memory.parts[name].node); }
  const known = memory.parts[name];
  if (known.now === now) return;
  known.now = now;
  known.node.replaceChildren();
  if (value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && !value.length)) draw(known.node, value);
}

// A link that opens a place beside the page; with a modifier key, or copied, it is an ordinary address.
function placeLink(node, place, send) {
  node.href = '?' + new URLSearchParams(place);
  node.onclick = event => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    send('open', place);
  };
  return node;
}
