// Stories to click, each with how it stands and how many articles each of its days brought.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  memory.send = setTriggerValue;
  part(memory, root, 'heading', data.label, (box, label) => {
    const node = el('div', 'label', label);
    // Whoever types hears how many stories are left.
    node.setAttribute('role', 'status');
    box.append(node);
  });
  part(memory, root, 'rows', data.stories, (box, stories) => {
    const list = el('ol');
    list.setAttribute('aria-label', 'Stories');
    for (const story of stories) list.append(drawRow(story, memory));
    box.append(list);
  });
}

function drawRow(story, memory) {
  const item = el('li', 'row'), text = el('div', 'text');
  text.append(placeLink(el('a', 'title serif', story.title), story.place, (name, place) => memory.send(name, place)));
  const about = el('div', 'quiet');
  about.append(mark(story.status), el('span', '', story.about));
  text.append(about);
  item.append(text);
  if (story.days.length > 1) item.append(drawDays(story.days));
  return item;
}
