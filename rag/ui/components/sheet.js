// A briefing to read on the screen: the stories, every sentence with its sources, and what the page left out.

const MARKS = { new: 'New', developing: 'Developing', corrected: 'Corrected', closed: 'Closed', updated: 'Updated', withdrawn: 'Withdrawn' };

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), tip = parentElement.querySelector('.tip');
  const memory = memoryOf(root), send = setTriggerValue;
  part(memory, root, 'masthead', data.masthead, (box, masthead) => {
    box.append(el('h2', '', masthead.title), el('p', 'quiet', masthead.about));
  });
  part(memory, root, 'notes', data.notes, (box, notes) => {
    for (const note of notes) box.append(el('p', '', note));
  });
  part(memory, root, 'stories', data.stories, (box, stories) => {
    for (const story of stories) box.append(drawStory(story, send, tip));
  });
  part(memory, root, 'delta', data.delta, (box, changes) => {
    box.append(el('div', 'label', data.delta_label));
    for (const change of changes) box.append(drawChange(change, send, tip));
  });
  part(memory, root, 'omitted', data.omitted, (box, omitted) => {
    const fold = el('details');
    fold.append(el('summary', 'quiet', omitted.length === 1 ? '1 thing is not on the page' : `${omitted.length} things are not on the page`));
    for (const item of omitted) {
      const row = el('p', 'left-out');
      row.append(el('span', 'serif', item.text), el('span', 'quiet', item.why));
      fold.append(row);
    }
    box.append(fold);
  });
}

function drawStory(story, send, tip) {
  const node = el('article', 'story'), head = el('h3', '', story.title);
  node.append(head);
  const about = el('p', 'quiet');
  about.append(el('span', `status ${story.status}`, MARKS[story.status]), el('span', '', story.about));
  node.append(about);
  for (const statement of story.statements) {
    const line = el('p', 'line serif');
    line.append(makeStatement(statement, send, tip));
    node.append(line);
  }
  for (const conflict of story.conflicts) node.append(makeConflict(conflict, send, tip));
  return node;
}

function drawChange(change, send, tip) {
  const row = el('p', 'change');
  row.append(el('span', `status ${change.kind}`, MARKS[change.kind]), makeStatement(change.statement, send, tip));
  if (change.before) row.append(el('span', 'before quiet', `Before: ${change.before}`));
  return row;
}
