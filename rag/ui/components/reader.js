// An article with the cited characters marked, scrolled into view.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root), send = setTriggerValue;
  // Drawing again would throw away how far the reader has scrolled by himself.
  if (memory.key === data.key) return;
  memory.key = data.key;
  const panel = el('section', 'panel');
  panel.setAttribute('aria-label', 'Article');
  const close = el('button', 'close', '×');
  close.type = 'button';
  close.setAttribute('aria-label', 'Close the article');
  close.onclick = () => send('close', true);
  panel.onkeydown = event => { if (event.key === 'Escape') send('close', true); };
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
  page.append(drawFoot(data, send));
}

function drawFoot(data, send) {
  const foot = el('footer', 'quiet');
  if (data.url) {
    const link = el('a', '', 'Open the original');
    link.href = data.url; link.target = '_blank'; link.rel = 'noopener noreferrer';
    const line = el('p'); line.append(link); foot.append(line);
  }
  if (data.copies.length) {
    const line = el('p', '', 'Nearly the same text: ');
    data.copies.forEach((copy, i) => line.append(i ? '; ' : '', placeLink(el('a', '', [copy.title, copy.meta].filter(Boolean).join(', ')), copy.place, send)));
    foot.append(line);
  }
  const versions = el('p', '', data.versions.length > 1 ? 'Versions: ' : 'Stored ');
  data.versions.forEach((version, i) => {
    const words = data.versions.length > 1 ? `${version.number} (${version.stored})` : version.stored;
    versions.append(i ? ', ' : '', version.number === data.number ? el('span', '', words) : placeLink(el('a', '', words), version.place, send));
  });
  foot.append(versions, el('p', 'id', data.id));
  return foot;
}
