// Named findings, each with what to do where something is not as it should be.

const SAID = { good: 'In order', bad: 'Needs a look', plain: '' };

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  part(memory, root, 'lines', data.lines, (box, lines) => {
    const list = el('dl');
    for (const line of lines) {
      const row = el('div', `line ${line.tone}`), name = el('dt', '', line.name), found = el('dd');
      if (SAID[line.tone]) { const dot = el('span', 'dot'); dot.setAttribute('role', 'img'); dot.setAttribute('aria-label', SAID[line.tone]); name.prepend(dot); }
      found.append(el('span', 'finding', line.finding));
      if (line.advice) found.append(el('span', 'quiet', line.advice));
      row.append(name, found);
      list.append(row);
    }
    box.append(list);
  });
}
