// A briefing to read on the screen: the stories, every sentence with its sources, why each is there, what was left out.

const SHOWN = 3; // of what changed; the rest is folded, so that the stories are not far below

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), tip = parentElement.querySelector('.tip');
  const memory = memoryOf(root), send = setTriggerValue;
  part(memory, root, 'masthead', data.masthead, (box, masthead) => {
    if (masthead.title) box.append(el('h2', '', masthead.title));
    box.append(el('p', 'quiet', masthead.about));
  });
  part(memory, root, 'notes', data.notes, (box, notes) => {
    for (const note of notes) box.append(el('p', '', note));
  });
  part(memory, root, 'delta', { label: data.delta_label, changes: data.delta, fresh: data.fresh }, (box, news) => {
    if (!news.label || !(news.changes.length || news.fresh)) return;
    box.append(el('div', 'label', news.label));
    for (const change of news.changes.slice(0, SHOWN)) box.append(drawChange(change, send, tip));
    if (news.changes.length > SHOWN) {
      const fold = el('details');
      fold.append(el('summary', 'quiet', `${news.changes.length - SHOWN} more`));
      for (const change of news.changes.slice(SHOWN)) fold.append(drawChange(change, send, tip));
      box.append(fold);
    }
    if (news.fresh) box.append(el('p', 'quiet', `${news.fresh} of the sentences below ${news.fresh === 1 ? 'is' : 'are'} told for the first time.`));
  });
  part(memory, root, 'stories', data.stories, (box, stories) => {
    // Below the page's own heading, or below that of several days.
    const rank = data.masthead.title ? 'h3' : 'h2';
    stories.forEach((story, i) => box.append(drawStory(story, i + 1, rank, send, tip)));
  });
  part(memory, root, 'omitted', data.omitted, (box, groups) => {
    box.append(el('div', 'label', 'Not on the page'));
    for (const group of groups) box.append(drawLeftOut(group));
  });
}

function drawStory(story, place, rank, send, tip) {
  const node = el('article', 'story'), head = el(rank, 'headline', story.title);
  node.append(head);
  const about = el('p', 'quiet');
  about.append(mark(story.status), el('span', '', story.about));
  node.append(about);
  story.statements.forEach((statement, i) => {
    const line = el('p', 'line serif');
    if (story.roles[i]) line.append(el('span', 'role', story.roles[i]));
    line.append(makeStatement(statement, send, tip));
    node.append(line);
  });
  for (const conflict of story.conflicts) node.append(makeConflict(conflict, send, tip));
  if (story.why.parts.length) node.append(drawWhy(story, place));
  return node;
}

function drawWhy(story, place) {
  const fold = el('details', 'why');
  const ask = el('summary', 'quiet', 'Why is this here?');
  ask.setAttribute('aria-label', `Why is this here? ${story.title}`);
  fold.append(ask);
  const box = el('div', 'reasons');
  box.append(el('p', 'quiet', `Number ${place} of this page, with a score of ${story.why.score}:`));
  for (const reason of story.why.parts) {
    const row = el('div', 'reason');
    const bar = el('span', 'bar');
    bar.style.width = `${Math.round(reason.share * 100)}%`;
    const track = el('span', 'track'); track.append(bar);
    row.append(el('span', 'points', reason.value), track, el('span', '', reason.what));
    box.append(row);
  }
  if (story.timeline.days.length) box.append(drawTimeline(story.timeline));
  fold.append(box);
  return fold;
}

function drawTimeline(timeline) {
  const line = el('p', 'quiet timeline', timeline.about);
  line.prepend(drawDays(timeline.days));
  return line;
}

function drawChange(change, send, tip) {
  const row = el('p', 'change');
  row.append(mark(change.kind), makeStatement(change.statement, send, tip));
  if (change.before) row.append(el('span', 'before quiet', `Before: ${change.before}`));
  return row;
}

function drawLeftOut(group) {
  const fold = el('details'), count = group.texts.length;
  fold.append(el('summary', 'quiet', `${count} ${count === 1 ? 'sentence' : 'sentences'}: ${group.why}`));
  const list = el('ul', 'left-out');
  for (const text of group.texts) list.append(el('li', 'serif', text));
  fold.append(list);
  return fold;
}
