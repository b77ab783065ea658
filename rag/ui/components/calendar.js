// A day with arrows to its neighbours, a month to pick another from, and the editions of that day.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  memory.data = data; memory.send = setTriggerValue;
  part(memory, root, 'days', { day: data.day, days: data.days, locale: data.locale }, box => drawDays(box, memory));
  part(memory, root, 'entries', { entries: data.entries, shown: data.shown }, (box, known) => drawEntries(box, known, memory));
}

// Days are counted in UTC here, so that no browser's own time zone moves them.
const asDate = iso => new Date(`${iso}T00:00:00Z`);
const asIso = date => date.toISOString().slice(0, 10);
function words(iso, locale, options) {
  const inUtc = { timeZone: 'UTC', ...options };
  try { return new Intl.DateTimeFormat(locale || 'en-GB', inUtc).format(asDate(iso)); }
  catch { return new Intl.DateTimeFormat('en-GB', inUtc).format(asDate(iso)); }
}

function button(className, text, label, act) {
  const node = el('button', className, text);
  node.type = 'button';
  if (label) node.setAttribute('aria-label', label);
  node.onclick = act;
  return node;
}

function drawDays(box, memory) {
  const { day, days, locale } = memory.data;
  const known = Object.keys(days).sort();
  const before = known.filter(iso => iso < day).at(-1), after = known.find(iso => iso > day);
  const bar = el('div', 'bar'), grid = el('div', 'month');
  const earlier = button('arrow', '‹', 'The day before', () => memory.send('day', before));
  const later = button('arrow', '›', 'The day after', () => memory.send('day', after));
  earlier.disabled = !before; later.disabled = !after;
  const open = button('day serif', words(day, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }), '', () => {
    if (grid.matches(':popover-open')) { grid.hidePopover(); return; }
    memory.month = day.slice(0, 7);
    drawMonth(grid, memory, day);
    grid.showPopover();
    const at = open.getBoundingClientRect(), size = grid.getBoundingClientRect();
    grid.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8))}px`;
    grid.style.top = `${at.bottom + 6}px`;
    grid.querySelector(`[data-day="${day}"]`)?.focus();
  });
  open.setAttribute('aria-haspopup', 'dialog');
  open.append(el('span', 'caret', '▾'));
  grid.setAttribute('popover', 'auto');
  grid.setAttribute('role', 'dialog');
  grid.setAttribute('aria-label', 'Pick a day');
  bar.append(earlier, open, later);
  box.append(bar, grid);
}

function drawMonth(grid, memory, focused) {
  const { day, days, locale } = memory.data;
  const first = `${memory.month}-01`;
  const turn = by => {
    const there = asDate(first); there.setUTCMonth(there.getUTCMonth() + by);
    memory.month = asIso(there).slice(0, 7);
    drawMonth(grid, memory);
  };
  const head = el('div', 'head');
  head.append(
    button('arrow', '‹', 'The month before', () => turn(-1)),
    el('span', 'name', words(first, locale, { month: 'long', year: 'numeric' })),
    button('arrow', '›', 'The month after', () => turn(1)),
  );
  const cells = el('div', 'cells');
  for (let i = 0; i < 7; i++) cells.append(el('span', 'weekday', words(asIso(new Date(Date.UTC(2024, 0, 1 + i))), locale, { weekday: 'narrow' })));
  const start = asDate(first), lead = (start.getUTCDay() + 6) % 7;
  for (let i = 0; i < lead; i++) cells.append(el('span', ''));
  for (let at = new Date(start); at.getUTCMonth() === start.getUTCMonth(); at.setUTCDate(at.getUTCDate() + 1)) {
    cells.append(drawCell(asIso(at), at.getUTCDate(), grid, memory));
  }
  cells.onkeydown = event => step(event, cells);
  const key = el('p', 'key');
  key.append(el('span', 'mark'), ' a page was made   ', el('span', 'mark hollow'), ' articles only');
  grid.replaceChildren(head, cells, key);
  if (focused) grid.querySelector(`[data-day="${focused}"]`)?.focus();
}

function drawCell(iso, number, grid, memory) {
  const [editions, articles] = memory.data.days[iso] ?? [0, 0];
  const cell = button('cell', String(number), '', () => { grid.hidePopover(); memory.send('day', iso); });
  cell.dataset.day = iso;
  if (iso === memory.data.day) { cell.classList.add('picked'); cell.setAttribute('aria-current', 'date'); }
  const has = [editions && `${editions} ${editions === 1 ? 'page' : 'pages'}`, `${articles} ${articles === 1 ? 'article' : 'articles'}`];
  const label = words(iso, memory.data.locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  cell.setAttribute('aria-label', [label, ...has.filter(Boolean)].join(', '));
  cell.title = has.filter(Boolean).join(', ');
  if (editions) cell.append(el('span', 'mark'));
  else if (articles) cell.append(el('span', 'mark hollow'));
  else cell.classList.add('empty');
  return cell;
}

// Arrow keys go from day to day, as in any calendar.
function step(event, cells) {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
  if (!by) return;
  event.preventDefault();
  const all = [...cells.querySelectorAll('.cell')];
  all[all.indexOf(event.target) + by]?.focus();
}

function drawEntries(box, { entries, shown }, memory) {
  if (!entries.length) return;
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'Pages of this day');
  for (const entry of entries) {
    const tab = button('entry', entry.label, '', () => memory.send('edition', entry.number));
    tab.title = entry.lead;
    tab.setAttribute('aria-pressed', String(entry.number === shown));
    box.append(tab);
  }
}
