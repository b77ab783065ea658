// What changed from one edition to another, story by story.

const FATES = { new: 'New', continued: 'Goes on', gone: 'Gone' };

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), tip = parentElement.querySelector('.tip');
  const memory = memoryOf(root), send = setTriggerValue;
  part(memory, root, 'heading', { title: data.title, about: data.about }, (box, heading) => {
    box.append(el('h2', '', heading.title), el('p', 'quiet', heading.about));
  });
  part(memory, root, 'stories', data.stories, (box, stories) => {
    for (const story of stories) box.append(drawStory(story, send, tip));
  });
}

function drawStory(story, send, tip) {
  const node = el('article', 'story');
  const head = el('h3', '', story.title), about = el('p', 'quiet');
  const kept = story.kept ? `${story.kept} ${story.kept === 1 ? 'sentence' : 'sentences'} as before` : '';
  about.append(el('span', `fate ${story.fate}`, FATES[story.fate]), el('span', '', kept));
  node.append(head, about);
  for (const { before, now } of story.updated) {
    const pair = el('div', 'pair');
    pair.append(line('was', 'Was', before, send, tip), line('now', 'Now', now, send, tip));
    node.append(pair);
  }
  for (const statement of story.added) node.append(line('added', 'Added', statement, send, tip));
  if (story.dropped.length) {
    const fold = el('details'), count = story.dropped.length;
    fold.open = story.fate !== 'gone';
    fold.append(el('summary', 'quiet', `${count} ${count === 1 ? 'sentence' : 'sentences'} no longer told`));
    for (const statement of story.dropped) fold.append(line('dropped', 'Gone', statement, send, tip));
    node.append(fold);
  }
  return node;
}

function line(kind, label, statement, send, tip) {
  const row = el('p', `line ${kind}`), text = el('span', 'serif');
  text.append(makeStatement(statement, send, tip));
  row.append(el('span', 'kind', label), text);
  return row;
}
