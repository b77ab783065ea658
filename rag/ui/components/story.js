// One story: how it stands, how many articles each day brought, and the articles day by day.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  memory.send = setTriggerValue;
  const send = (name, place) => memory.send(name, place);
  part(memory, root, 'back', 'All stories', (box, label) => {
    const link = placeLink(el('a', '', label), {}, () => memory.send('back', true));
    link.prepend(el('span', 'arrow', '‹ '));
    box.append(link);
  });
  part(memory, root, 'head', { title: data.title, status: data.status, about: data.about, days: data.days }, (box, head) => {
    const title = el('h2', '', head.title);
    title.tabIndex = -1;
    box.append(title);
    if (!head.status) return;
    const about = el('p', 'quiet');
    about.append(mark(head.status), el('span', '', head.about));
    box.append(about);
    if (head.days.length > 1) box.append(drawDays(head.days));
    memory.title = title;
  });
  part(memory, root, 'line', data.line, (box, line) => box.append(drawStoryLine(line, send)));
  part(memory, root, 'missing', data.missing, (box, text) => box.append(el('p', 'quiet', text)));
  // The row that was clicked is gone: keys and screen readers go on from the headline.
  if (data.was_picked && memory.title) memory.title.focus();
}
