// The conversations that are kept: found as one types, opened, renamed, deleted.

const WAIT_MS = 150;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root), send = setTriggerValue;
  if (!memory.line) drawSearch(root, memory);
  memory.look = () => send('look', memory.line.value);
  memory.search.hidden = !(data.rows.length || memory.line.value);
  part(memory, root, 'rows', data.rows, (box, rows) => {
    for (const row of rows) box.append(drawConversation(row, send));
  });
  part(memory, root, 'none', data.rows.length ? '' : data.none, (box, none) => box.append(el('p', 'quiet', none)));
}

function drawSearch(root, memory) {
  memory.search = el('div', 'search');
  memory.line = el('input', 'field');
  memory.line.type = 'search';
  memory.line.placeholder = 'Find in your conversations';
  memory.line.setAttribute('aria-label', 'Find in your conversations');
  memory.line.oninput = () => {
    clearTimeout(memory.waiting);
    memory.waiting = setTimeout(() => memory.look(), WAIT_MS);
  };
  memory.search.append(memory.line);
  root.append(memory.search);
}

function drawConversation(row, send) {
  const node = el('div', row.is_open ? 'conversation current' : 'conversation');
  const link = el('a', 'name');
  link.href = '?' + new URLSearchParams({ conversation: row.id });
  if (row.is_open) link.setAttribute('aria-current', 'page');
  link.onclick = event => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    send('open', row.id);
  };
  link.append(el('span', 'title', row.title), el('span', 'quiet', row.when));
  const rename = small('Rename', row.title, () => drawRenaming(node, row, send));
  const remove = small('Delete', row.title, () => drawDeleting(node, row, send));
  node.append(link, rename, remove);
  return node;
}

function small(label, title, does) {
  const node = el('button', 'action', label);
  node.type = 'button';
  node.setAttribute('aria-label', `${label}: ${title}`);
  node.onclick = does;
  return node;
}

function drawRenaming(node, row, send) {
  const form = el('form', 'renaming'), line = el('input', 'field');
  line.value = row.title;
  line.maxLength = 200;
  line.setAttribute('aria-label', 'The name of the conversation');
  const shut = () => node.replaceWith(drawConversation(row, send));
  line.onkeydown = event => { if (event.key === 'Escape') { event.stopPropagation(); shut(); } };
  form.onsubmit = event => { event.preventDefault(); send('rename', { id: row.id, title: line.value }); };
  const keep = el('button', 'action', 'Save');
  keep.type = 'submit';
  form.append(line, keep, small('Cancel', row.title, shut));
  node.replaceChildren(form);
  line.select();
}

function drawDeleting(node, row, send) {
  const asked = el('div', 'renaming');
  const sure = small('Delete', row.title, () => send('remove', row.id));
  sure.classList.add('sure');
  asked.append(el('span', 'name', 'Delete this conversation for good?'), sure, small('Cancel', row.title, () => node.replaceWith(drawConversation(row, send))));
  node.replaceChildren(asked);
  sure.focus();
}
