// A finished page in a frame without any right: no scripts, no forms, no origin, nothing loaded.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  if (memory.html === data.html) return;
  memory.html = data.html;
  const frame = el('iframe');
  frame.setAttribute('sandbox', '');
  frame.title = data.label;
  // A click on an address would load it in this frame; sources are opened in the other view.
  frame.srcdoc = data.html + '<style>a[href^="http"] { pointer-events: none }</style>';
  root.replaceChildren(frame);
}
