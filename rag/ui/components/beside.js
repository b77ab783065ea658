// What stands below an article: its versions with a comparison, who else carries it, and its story day by day.

function drawBeside(page, data, send) {
  const { comparisons, story, story_id } = data.beside;
  if (data.versions.length > 1) page.append(drawVersions(data, comparisons, send));
  if (data.copies.length) page.append(drawCopies(data.copies, send));
  if (story.length) page.append(drawStory(story_id, story, send));
}

function fold(label, open) {
  const node = el('details', 'beside');
  node.open = open;
  node.append(el('summary', '', label));
  return node;
}

function drawVersions(data, comparisons, send) {
  const newest = data.versions.at(-1).number;
  const node = fold(`${data.versions.length} versions`, data.number !== newest);
  const list = el('ul', 'versions');
  for (const version of data.versions) {
    const item = el('li'), words = `Version ${version.number}, stored ${version.stored}`;
    item.append(version.number === data.number ? el('strong', '', `${words} (shown)`) : placeLink(el('a', '', words), version.place, send));
    list.append(item);
  }
  node.append(list);
  if (comparisons.length) node.append(drawComparison(comparisons));
  return node;
}

function drawComparison(comparisons) {
  const box = el('div', 'comparison'), choose = el('p', 'choose quiet'), shown = el('div', 'shown');
  const numbers = [...new Set(comparisons.flatMap(c => [c.old, c.new]))].sort((a, b) => a - b);
  const pick = (label, value) => {
    const select = el('select');
    select.setAttribute('aria-label', label);
    for (const number of numbers) { const option = el('option', '', String(number)); option.value = number; select.append(option); }
    select.value = value;
    select.onchange = draw;
    return select;
  };
  const old = pick('Older version', numbers.at(-2)), now = pick('Newer version', numbers.at(-1));
  function draw() {
    const [a, b] = [Number(old.value), Number(now.value)].sort((x, y) => x - y);
    const found = comparisons.find(c => c.old === a && c.new === b);
    shown.replaceChildren();
    if (!found || !found.fields.length) { shown.append(el('p', 'quiet', a === b ? 'Pick two different versions.' : 'Nothing was changed in the text.')); return; }
    for (const field of found.fields) shown.append(drawField(field));
  }
  choose.append('What changed from ', old, ' to ', now);
  box.append(choose, shown);
  draw();
  return box;
}

function drawField(field) {
  const node = el('div', 'field'), text = el('p', 'serif pieces');
  text.dir = 'auto';
  node.append(el('div', 'label', field.name));
  const tags = { old: 'del', new: 'ins', same: 'span', gap: 'span' };
  for (const piece of field.pieces) {
    const part = el(tags[piece.kind], piece.kind);
    part.textContent = piece.text;
    text.append(part);
  }
  node.append(text);
  return node;
}

function drawCopies(copies, send) {
  const node = fold(copies.length === 1 ? 'Carried once more' : `Carried ${copies.length} times more`, false);
  const list = el('ul');
  for (const copy of copies) list.append(itemOf(copy, send));
  node.append(el('p', 'quiet', 'Nearly the same text; all of them count as one voice.'), list);
  return node;
}

function drawStory(id, story, send) {
  const count = story.reduce((sum, day) => sum + day.articles.length, 0);
  const node = fold(`The story in ${count} articles`, false);
  node.append(drawStoryLine(story, send));
  // A page of its own, which is elsewhere: an ordinary link.
  const link = el('a', '', 'Open the story in the archive'), line = el('p', 'story-page');
  link.href = 'archive?' + new URLSearchParams({ story: id });
  line.append(link);
  node.append(line);
  return node;
}
