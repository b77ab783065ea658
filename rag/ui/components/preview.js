// A finished page in a frame without any right: no scripts, no forms, no origin, nothing loaded.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  if (memory.html === data.html) return;
  memory.html = data.html;
  const frame = el('iframe');
  frame.setAttribute('sandbox', '');
  frame.title = data.label;
  frame.srcdoc = data.html;
  root.replaceChildren(frame);
}
