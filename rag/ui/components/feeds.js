// Subscriptions: how each fares, with what can be done about it.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  memory.send = setTriggerValue;
  part(memory, root, 'heading', data.label, (box, label) => box.append(el('div', 'label', label)));
  part(memory, root, 'rows', { feeds: data.feeds, busy: data.busy }, (box, { feeds, busy }) => {
    for (const feed of feeds) box.append(drawFeed(feed, busy, memory));
  });
}

function drawFeed(feed, busy, memory) {
  const row = el('div', `feed ${feed.tone}`), text = el('div', 'text');
  text.append(el('div', 'title serif', feed.title));
  const address = el(feed.link ? 'a' : 'span', 'quiet address', feed.url);
  if (feed.link) { address.href = feed.link; address.target = '_blank'; address.rel = 'noopener noreferrer'; }
  text.append(address, el('div', 'quiet', feed.standing));
  if (feed.error) text.append(el('div', 'error', feed.error));
  const acts = el('div', 'acts');
  const refresh = act('Read now', feed, busy, () => memory.send('act', { what: 'refresh', url: feed.url }));
  const remove = act('Remove', feed, busy, () => {
    if (remove.dataset.sure) { memory.send('act', { what: 'remove', url: feed.url }); return; }
    remove.dataset.sure = 'yes';
    remove.textContent = 'Really remove';
    setTimeout(() => { delete remove.dataset.sure; remove.textContent = 'Remove'; }, 4000);
  });
  acts.append(refresh, ...feed.own ? [remove] : []);
  row.append(text, acts);
  return row;
}

function act(label, feed, busy, then) {
  const node = el('button', 'act', label);
  node.type = 'button';
  node.disabled = busy;
  node.setAttribute('aria-description', feed.title);
  node.onclick = then;
  return node;
}
