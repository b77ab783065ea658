// An article with the cited characters marked, scrolled into view.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  memory.send = setTriggerValue;
  memory.leave ??= closingByEscape(memory);
  // Drawing again would throw away how far the reader has scrolled by himself.
  if (memory.key !== data.key) drawPanel(root, memory, data);
  return memory.leave;
}

function drawPanel(root, memory, data) {
  memory.key = data.key;
  const cameFrom = focused();
  if (!root.contains(cameFrom)) memory.cameFrom = cameFrom;
  const send = (...said) => memory.send(...said);
  const panel = el('section', 'panel');
  panel.setAttribute('aria-label', 'Article');
  const close = el('button', 'close', '×');
  close.type = 'button';
  close.setAttribute('aria-label', 'Close the article');
  close.onclick = () => send('close', true);
  const page = el('div', 'page');
  page.tabIndex = 0;
  const bar = el('div', 'bar');
  bar.append(el('span', 'quiet', [data.publisher, data.day].filter(Boolean).join(' · ')), close);
  panel.append(bar, page);
  if (data.missing) page.append(el('p', 'serif missing', data.missing));
  else drawArticle(page, data, send);
  root.replaceChildren(panel);
  const mark = page.querySelector('mark');
  if (mark) page.scrollTop = mark.offsetTop - page.clientHeight / 3;
  // Whoever came by keys goes on by keys; a click leaves the focus where it is.
  if (cameFrom?.matches('.chip:focus-visible')) page.focus();
}

// Escape closes the article from anywhere on the page, unless it is meant for a line that is being typed in or a menu.
function closingByEscape(memory) {
  const listen = event => {
    const at = focused();
    if (event.key === 'Escape' && !event.defaultPrevented && !at?.matches('input, textarea, select, [aria-expanded=true]')) memory.send('close', true);
  };
  window.addEventListener('keydown', listen);
  return () => {
    window.removeEventListener('keydown', listen);
    if (memory.cameFrom?.isConnected) memory.cameFrom.focus({ preventScroll: true });
  };
}

// Inside shadow roots too.
function focused() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

function drawArticle(page, data, send) {
  const fields = Object.fromEntries(data.fields.map(field => [field.name, field]));
  const about = [data.section, data.authors].filter(Boolean).join(' · ');
  if (about) page.append(el('p', 'quiet', about));
  for (const [name, tag] of [['title', 'h2'], ['dek', 'p'], ['dateline', 'p'], ['body', 'div']]) {
    const { before, hit, after } = fields[name];
    if (!(before || hit || after)) continue;
    const node = el(tag, name);
    node.dir = 'auto';
    node.append(before);
    if (hit) node.append(el('mark', '', hit));
    node.append(after);
    page.append(node);
  }
  if (data.note) page.prepend(el('p', 'note', data.note));
  drawBeside(page, data, send);
  page.append(drawFoot(data));
}

function drawFoot(data) {
  const foot = el('footer', 'quiet');
  if (data.url) {
    const link = el('a', '', 'Open the original');
    link.href = data.url; link.target = '_blank'; link.rel = 'noopener noreferrer';
    const line = el('p'); line.append(link); foot.append(line);
  }
  if (data.versions.length === 1) foot.append(el('p', '', `Stored ${data.versions[0].stored}`));
  foot.append(el('p', 'id', data.id));
  return foot;
}
