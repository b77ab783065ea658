// Rows of articles or of reports; a row with a place opens it, or hands back its number.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  part(memory, root, 'heading', data.label, (box, label) => box.append(el('div', 'label', label)));
  part(memory, root, 'rows', data.rows.map(row => ({ ...row, way: data.way })), (box, rows) => {
    rows.forEach((row, i) => box.append(drawRow(row, i, setTriggerValue)));
  });
}

function drawRow(row, i, send) {
  const picked = row.way === 'pick', opens = Object.keys(row.place).length > 0;
  const node = el(picked ? 'button' : opens ? 'a' : 'div', `row ${row.tone}`);
  if (picked) { node.type = 'button'; node.onclick = () => send('pick', i); }
  else if (opens) placeLink(node, row.place, send);
  node.append(el('span', 'title serif', row.title));
  if (row.meta) node.append(el('span', 'quiet', row.meta));
  if (row.snippet) node.append(el('span', 'snippet', row.snippet));
  return node;
}
