// What is being done, while it is being done.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  part(memory, root, 'working', data, (box, { text, share }) => {
    box.setAttribute('role', 'status');
    const track = el('div', 'track'), bar = el('div', 'done');
    if (share === null) track.classList.add('unknown');
    else bar.style.width = `${Math.round(share * 100)}%`;
    track.append(bar);
    box.append(el('div', 'text', text), track);
  });
}
