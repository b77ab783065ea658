// A question and its answer, growing while it is being written: what comes later stands below, so nothing jumps.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), tip = parentElement.querySelector('.tip');
  const memory = memoryOf(root), send = setTriggerValue, isNew = !memory.parts;

  part(memory, root, 'question', data.question, (box, question) => box.append(el('h2', '', question)));
  part(memory, root, 'conditions', data.conditions.length ? { conditions: data.conditions, settled: data.is_settled } : null, (box, { conditions, settled }) => drawConditions(box, conditions, settled, send));
  part(memory, root, 'declined', data.abstention, (box, abstention) => drawAbstention(box, abstention, send));
  part(memory, root, 'failed', data.error, (box, error) => {
    box.setAttribute('role', 'alert');
    box.append(el('div', 'serif', error));
  });
  drawStatements(memory, root, data.statements, send, tip);
  part(memory, root, 'progress', data.running ? data.step || 'Starting' : null, (box, step) => {
    box.setAttribute('role', 'status');
    box.append(el('span', 'pulse'), el('span', '', step));
  });
  part(memory, root, 'conflicts', data.conflicts, (box, conflicts) => {
    for (const conflict of conflicts) box.append(makeConflict(conflict, send, tip));
  });
  part(memory, root, 'missing', data.missing, (box, missing) => {
    box.append(el('span', 'label', 'Not found in the archive: '), el('span', '', missing.join('; ')));
  });
  part(memory, root, 'notes', data.notes, (box, notes) => {
    for (const note of notes) box.append(el('p', '', note));
  });
  part(memory, root, 'changed', data.changed, (box, changed) => box.append(el('p', '', changed)));
  part(memory, root, 'actions', data.is_settled ? actionsOf(data) : null, (box, turn) => drawActions(box, turn, send));
  part(memory, root, 'sources', data.sources, (box, sources) => drawSources(box, sources, send, tip));
  part(memory, root, 'withheld', data.dropped, drawWithheld);
  part(memory, root, 'remarks', data.remarks, (box, words) => box.append(el('p', 'quiet', `Understood: ${words.join('; ')}`)));
  part(memory, root, 'basis', data.basis, (box, basis) => box.append(el('p', 'quiet', basis)));
  // A new question starts where one reads: at the top.
  if (isNew && data.newest) holdInSight(root);
}

// Those above it are still being drawn, and would push it away; whoever scrolls himself is left alone.
function holdInSight(root) {
  const align = () => root.scrollIntoView({ block: 'start' });
  const watch = new ResizeObserver(align);
  const stop = () => { watch.disconnect(); for (const act of HANDS_ON) removeEventListener(act, stop, true); };
  for (const act of HANDS_ON) addEventListener(act, stop, { capture: true, once: true });
  for (let node = root.getRootNode().host; node; node = node.parentElement) if (node.className?.includes?.('stVerticalBlock')) watch.observe(node);
  align();
  setTimeout(stop, SETTLED_MS);
}
const HANDS_ON = ['wheel', 'touchstart', 'keydown', 'pointerdown'];
const SETTLED_MS = 1500;

// What the search was narrowed to and what was read into the question; a click asks again without it, or with it again.
function drawConditions(box, conditions, settled, send) {
  conditions.forEach((condition, i) => {
    const node = el('button', `condition ${condition.is_on ? 'on' : 'off'}`);
    node.type = 'button';
    node.disabled = !settled;
    node.append(el('span', 'quiet', `${condition.label} `), el('span', 'words', condition.words), el('span', 'turn', condition.is_on ? '×' : '↺'));
    node.setAttribute('aria-label', `${condition.is_on ? 'Ask again without' : 'Ask again with'}: ${condition.label} ${condition.words}`);
    node.title = condition.is_on ? 'Ask again without this' : 'Not used. Ask again with it';
    node.onclick = () => send('turn', i);
    box.append(node);
  });
}

// Only what is drawn there: a form that stands open is not to be drawn anew because something else has changed.
function actionsOf({ copies, feedback, can_judge, asked, statements, conflicts }) {
  const every = [...statements.flatMap(s => s.chips), ...conflicts.flatMap(c => c.sides.map(side => side.chip))];
  const chips = [...new Map(every.map(chip => [chip.n, chip])).values()].sort((a, b) => a.n - b.n);
  return { copies, feedback, can_judge, asked, chips };
}

// Only what is new is appended: what the reader hovers over or has focused stays where it is.
function drawStatements(memory, root, statements, send, tip) {
  if (!memory.flow) { memory.flow = el('div', 'flow serif'); memory.flow.setAttribute('aria-live', 'polite'); memory.drawn = []; root.append(memory.flow); }
  const now = statements.map(s => JSON.stringify(s));
  if (memory.drawn.some((known, i) => known !== now[i])) { memory.flow.replaceChildren(); memory.drawn = []; }
  for (const statement of statements.slice(memory.drawn.length)) memory.flow.append(makeStatement(statement, send, tip), ' ');
  memory.drawn = now;
  memory.flow.hidden = !now.length;
}

function drawAbstention(box, abstention, send) {
  const card = el('div', 'card');
  card.append(el('p', 'serif', abstention.text));
  if (abstention.nearest.length) {
    card.append(el('div', 'label nearest-label', 'What comes nearest'));
    for (const near of abstention.nearest) {
      const row = placeLink(el('a', 'near'), near.place, send);
      row.append(el('span', 'near-quote serif', near.quote), el('span', 'quiet', [near.publisher, near.day].filter(Boolean).join(' · ') || near.title));
      card.append(row);
    }
  }
  box.append(card);
}

function drawSources(box, sources, send, tip) {
  const list = el('ol', 'source-list');
  for (const source of sources) {
    const row = el('li', 'source'), about = el('span', 'quiet', source.about);
    for (const chip of source.chips) about.append(makeChip(chip, send, tip));
    row.append(placeLink(el('a', 'source-title', source.title), source.chips[0].place, send), about);
    list.append(row);
  }
  box.append(list);
}

function drawWithheld(box, dropped) {
  const fold = el('details');
  fold.append(el('summary', 'quiet', dropped.length === 1 ? '1 sentence was withheld' : `${dropped.length} sentences were withheld`));
  for (const sentence of dropped) {
    const row = el('div', 'dropped');
    row.append(el('p', 'serif', sentence.text), el('p', 'quiet', sentence.why));
    fold.append(row);
  }
  box.append(fold);
}
