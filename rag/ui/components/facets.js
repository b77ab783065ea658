// Filters: those that are set, a histogram of days, and names with how many articles each has.

const SHOWN = 12; // names of a list before the rest is folded

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  memory.send = setTriggerValue;
  const click = (kind, rest) => memory.send('filter', { kind, ...rest });
  part(memory, root, 'bars', data.bars, (box, bars) => { if (bars.length > 1) drawBars(box, bars, click); });
  memory.open ??= {};
  part(memory, root, 'lists', data.lists, (box, lists) => { for (const list of lists) box.append(drawList(list, memory, click)); });
  part(memory, root, 'active', data.active, (box, active) => drawActive(box, active, click));
}

function drawBars(box, bars, click) {
  const most = Math.max(...bars.map(bar => bar.articles)), row = el('div', 'row');
  row.setAttribute('role', 'group');
  row.setAttribute('aria-label', 'Articles by day; pick one to see it alone');
  for (const bar of bars) {
    const node = el('button', 'bar');
    node.type = 'button';
    node.title = bar.label;
    node.setAttribute('aria-label', bar.label);
    node.setAttribute('aria-pressed', String(bar.picked));
    node.disabled = !bar.articles && !bar.picked;
    const fill = el('span', 'fill');
    fill.style.height = bar.articles ? `${Math.max(6, Math.round(100 * bar.articles / most))}%` : '0';
    node.append(fill);
    node.onclick = () => click('days', { since: bar.since, until: bar.until });
    row.append(node);
  }
  const ends = el('div', 'ends quiet');
  ends.append(el('span', '', bars[0].label.split(':')[0]), el('span', '', bars.at(-1).label.split(':')[0]));
  box.append(row, ends);
}

function drawList(list, memory, click) {
  const fold = el('details'), picked = list.names.filter(name => name.picked).length;
  fold.open = memory.open[list.kind] ?? false;
  fold.ontoggle = () => { memory.open[list.kind] = fold.open; };
  fold.append(el('summary', '', picked ? `${list.title} (${picked})` : list.title));
  const names = el('div', 'names');
  const draw = all => {
    names.replaceChildren();
    for (const name of all ? list.names : list.names.slice(0, SHOWN)) names.append(drawName(name, list, click));
    if (!all && list.names.length > SHOWN) {
      const more = el('button', 'more quiet', `${list.names.length - SHOWN} more`);
      more.type = 'button';
      more.onclick = () => draw(true);
      names.append(more);
    }
  };
  draw(list.names.slice(SHOWN).some(name => name.picked));
  fold.append(names);
  return fold;
}

function drawName(name, list, click) {
  const node = el('button', 'name');
  node.type = 'button';
  node.setAttribute('aria-pressed', String(name.picked));
  node.append(el('span', 'label-text', name.name), el('span', 'quiet', name.articles));
  node.onclick = () => click(list.kind, { value: name.name });
  return node;
}

function drawActive(box, active, click) {
  for (const filter of active) {
    const node = el('button', 'chip', filter.label);
    node.type = 'button';
    node.setAttribute('aria-label', `Take away the filter ${filter.label}`);
    node.append(el('span', 'cross', '×'));
    node.onclick = () => click(filter.kind, filter);
    box.append(node);
  }
  if (active.length > 1) {
    const all = el('button', 'more quiet', 'Take all away');
    all.type = 'button';
    all.onclick = () => click('clear', {});
    box.append(all);
  }
}
