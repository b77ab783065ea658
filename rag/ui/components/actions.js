// What can be done with an answer: take it along, say whether it is right, change the question, ask again.

function drawActions(box, { copies, feedback, can_judge: canJudge, asked, chips }, send) {
  const bar = el('div', 'bar'), under = el('div', 'under');
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', 'With this answer');
  const open = (node, draw) => {
    for (const other of bar.querySelectorAll('[aria-expanded]')) other.setAttribute('aria-expanded', String(other === node));
    under.replaceChildren();
    if (!draw) return;
    draw(under);
    under.scrollIntoView({ block: 'nearest' });
  };
  under.onkeydown = event => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    const opener = bar.querySelector('[aria-expanded=true]');
    open(null);
    opener?.focus();
  };
  if (copies.length) bar.append(folding('Copy', open, place => drawCopies(place, copies)));
  bar.append(folding('Edit', open, place => drawEdit(place, asked, send)));
  bar.append(action('Ask again', () => send('again', true)));
  if (canJudge) drawJudging(bar, open, { feedback, chips }, send);
  box.append(bar, under);
}

function action(label, does) {
  const node = el('button', 'action', label);
  node.type = 'button';
  node.onclick = does;
  return node;
}

// A button that unfolds something below the bar, and folds it up again.
function folding(label, open, draw) {
  const node = action(label, () => {
    if (node.getAttribute('aria-expanded') === 'true') open(null);
    else open(node, draw);
  });
  node.setAttribute('aria-expanded', 'false');
  return node;
}

function drawCopies(place, copies) {
  const list = el('ul', 'copies');
  for (const copy of copies) {
    const row = el('li', 'copy'), said = el('span', 'quiet said');
    said.setAttribute('role', 'status');
    const take = action('Copy', async () => { said.textContent = await copied(copy.text) ? 'Copied' : 'The browser does not allow it'; });
    take.setAttribute('aria-label', `Copy as ${copy.label}`);
    const save = el('a', 'action', 'Save');
    save.setAttribute('aria-label', `Save as ${copy.label}`);
    save.download = copy.file;
    save.href = URL.createObjectURL(new Blob([copy.text], { type: 'text/plain;charset=utf-8' }));
    row.append(el('span', 'format', copy.label), take, save, said);
    list.append(row);
  }
  place.append(list);
}

// Outside of https and this machine a browser has no clipboard to write to: then the old way.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = el('textarea');
    box.value = text;
    box.style.position = 'fixed';
    box.style.opacity = '0';
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    return done;
  }
}

function drawEdit(place, asked, send) {
  const form = el('form', 'form'), line = el('textarea', 'field');
  line.value = asked;
  line.rows = 2;
  line.setAttribute('aria-label', 'The question');
  line.onkeydown = event => {
    if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
  };
  form.onsubmit = event => { event.preventDefault(); if (line.value.trim()) send('edit', line.value.trim()); };
  form.append(line, submitting('Ask'));
  place.append(form);
  line.focus();
}

const SAID = { right: 'You said that this is right.', wrong: 'You said that this is wrong.', wrong_citation: 'You said that a source does not hold.' };

function drawJudging(bar, open, { feedback, chips }, send) {
  const group = el('span', 'judging');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Is this answer right?');
  group.append(el('span', 'quiet', feedback ? SAID[feedback.judgement] : 'Is this right?'));
  const right = action('Right', () => send('judge', { judgement: 'right' }));
  right.setAttribute('aria-pressed', String(feedback?.judgement === 'right'));
  const wrong = folding('Wrong', open, place => drawWrong(place, { feedback, chips }, send));
  bar.append(group);
  group.append(right, wrong);
}

function drawWrong(place, { feedback, chips }, send) {
  const form = el('form', 'form');
  const which = el('select', 'field');
  which.append(choice('', 'The answer is wrong'));
  for (const chip of chips) which.append(choice(String(chip.n), `Source ${chip.n} does not hold: ${chip.publisher || chip.title}`));
  const correct = field('input', feedback?.correct), note = field('input', feedback?.note);
  form.append(labelled('What is wrong?', which), labelled('What would be right? Leave it empty if you do not know.', correct), labelled('Note', note), submitting('Send'));
  form.onsubmit = event => {
    event.preventDefault();
    const chip = chips.find(each => String(each.n) === which.value);
    send('judge', { judgement: chip ? 'wrong_citation' : 'wrong', place: chip?.place ?? null, correct: correct.value, note: note.value });
  };
  place.append(form);
  which.focus();
}

function choice(value, label) {
  const node = el('option', '', label);
  node.value = value;
  return node;
}

function field(tag, value) {
  const node = el(tag, 'field');
  node.value = value ?? '';
  node.maxLength = 1000;
  return node;
}

function labelled(words, node) {
  const label = el('label', 'labelled');
  label.append(el('span', 'quiet', words), node);
  return label;
}

function submitting(words) {
  const node = el('button', 'send', words);
  node.type = 'submit';
  return node;
}
